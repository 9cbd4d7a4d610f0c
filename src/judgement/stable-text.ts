import { withoutTimeNumbers } from './time-names.ts';

/** A time limit follows the write rate that was measured, which is not the same in two runs. */
const withoutLimits = (text: string): string =>
  text.replaceAll(/(no answer|did not end) within \d+(\.\d+)? s\b/g, '$1 in time');

/** A name or a value of an aspect as it is in every run of a target with the same defect. */
export const stableText = (text: string): string => withoutTimeNumbers(withoutLimits(text));
