import { UsageError } from '../failures/usage-error.ts';
import { nearest } from '../text/nearest.ts';

/** Whether a word is written as the id of a requirement: `LIST-04`, `list-04`. */
export const isRequirementId = (word: string): boolean => /^[a-z0-9]+-\d+$/i.test(word);

/** The id as the catalogue has it. Throws a UsageError with the nearest ids if there is no such requirement. */
export const requirementId = (word: string, ids: readonly string[]): string => {
  const id = word.toUpperCase();
  if (ids.includes(id)) return id;
  throw new UsageError(`there is no requirement ${word}; the nearest are ${nearest(id, ids).join(', ')}`);
};
