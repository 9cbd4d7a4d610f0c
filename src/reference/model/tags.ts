import { countCodePoints } from '../ground/code-points.ts';
import { ApiError } from '../ground/api-error.ts';

const maxTags = 20;
const maxCharacters = 63;

/** Checks KFP's limits, which count characters, not bytes; throws an `invalid` ApiError. */
export const checkTags = (tags: Readonly<Record<string, string>>): void => {
  const entries = Object.entries(tags);
  if (entries.length > maxTags)
    throw new ApiError('invalid', `Expected at most ${maxTags} tags, got ${entries.length}.`);
  for (const [key, value] of entries) {
    const tag = JSON.stringify(key.slice(0, 100));
    if (key === '' || key.includes('.') || countCodePoints(key) > maxCharacters) {
      throw new ApiError('invalid', `Expected a tag key of 1 to ${maxCharacters} characters without ".", got ${tag}.`);
    }
    if (countCodePoints(value) > maxCharacters) {
      throw new ApiError('invalid', `Expected a value of at most ${maxCharacters} characters for the tag ${tag}.`);
    }
  }
};
