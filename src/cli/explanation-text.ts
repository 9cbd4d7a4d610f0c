import { paragraph } from '../report/terminal-text.ts';

/** A titled part of an explanation, wrapped to a width; `none` stands in it where it has no texts. */
export const explanationSection = (
  title: string,
  texts: readonly string[],
  { none = '', width }: { readonly none?: string; readonly width: number },
): readonly string[] => [
  '',
  title,
  ...(texts.length === 0 ? [none] : texts).flatMap((text) => paragraph('  ', text, width, Infinity)),
];
