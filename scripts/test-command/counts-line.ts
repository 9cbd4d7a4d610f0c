import { counted } from '../../src/text/counted.ts';
import type { CaseCounts } from './step.ts';

/** The last line of a test command: `2957 passed, 0 failed (3 checks not run, 10 cases skipped)`. `.ci/run` reads it. */
export const countsLine = ({ passed, failed, skipped = 0 }: CaseCounts, notRun: number): string => {
  const missing = [
    ...(notRun === 0 ? [] : [`${counted(notRun, 'check')} not run`]),
    ...(skipped === 0 ? [] : [`${counted(skipped, 'case')} skipped`]),
  ];
  return `${passed} passed, ${failed} failed${missing.length === 0 ? '' : ` (${missing.join(', ')})`}`;
};
