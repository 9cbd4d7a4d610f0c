import { countCodePoints } from '../ground/code-points.ts';
import { ApiError } from '../ground/api-error.ts';

/**
 * The limits of names in bytes, as in KFP: an uploaded version gets the name of its pipeline, yet its limit is one byte
 * less.
 */
const maxNameBytes = { pipeline: 128, 'pipeline version': 127 } as const;
const maxDisplayNameCharacters = 255;

/**
 * The name of a new object: the given one, else the display name, else the fallback (a file name). Throws an `invalid`
 * ApiError if it is missing, blank (NAME-19) or too long.
 */
export const chooseName = (what: keyof typeof maxNameBytes, name = '', displayName = '', fallback = ''): string => {
  const chosen = name || displayName || fallback;
  if (chosen.trim() === '') throw new ApiError('invalid', `Expected the ${what} to have a name that is not blank.`);
  const limit = maxNameBytes[what];
  const bytes = Buffer.byteLength(chosen);
  if (bytes <= limit) return chosen;
  throw new ApiError(
    'invalid',
    `Expected a ${what} name of at most ${limit} bytes, got ${bytes}; use display_name for longer text.`,
  );
};

/** Throws an `invalid` ApiError for a display name that is too long. */
export const checkDisplayName = (displayName: string): void => {
  const characters = countCodePoints(displayName);
  if (characters <= maxDisplayNameCharacters) return;
  const limit = maxDisplayNameCharacters;
  throw new ApiError('invalid', `Expected a display name of at most ${limit} characters, got ${characters}.`);
};
