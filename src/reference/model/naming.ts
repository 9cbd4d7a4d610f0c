import { countCodePoints } from '../ground/code-points.ts';
import { Refusal } from '../ground/api-error.ts';

/** Bytes that a name may have, as in KFP: an uploaded version gets the name of its pipeline, yet may have one byte less. */
const MAX_NAME_BYTES = { pipeline: 128, 'pipeline version': 127 } as const;
const MAX_DISPLAY_NAME_CHARACTERS = 255;

/**
 * The name of a new object: what was given, else the display name, else the fallback (a file name). Refused as `invalid`
 * when there is none, when it is blank (NAME-19), or too long.
 */
export function chooseName(what: keyof typeof MAX_NAME_BYTES, name = '', displayName = '', fallback = ''): string {
  const chosen = name || displayName || fallback;
  if (chosen.trim() === '') throw new Refusal('invalid', `Expected the ${what} to have a name that is not blank.`);
  const limit = MAX_NAME_BYTES[what];
  const bytes = Buffer.byteLength(chosen);
  if (bytes <= limit) return chosen;
  throw new Refusal(
    'invalid',
    `Expected a ${what} name of at most ${limit} bytes, got ${bytes}; use display_name for longer text.`,
  );
}

/** Refuses as `invalid` a display name that is too long. */
export function checkDisplayName(displayName: string): void {
  const characters = countCodePoints(displayName);
  if (characters <= MAX_DISPLAY_NAME_CHARACTERS) return;
  const limit = MAX_DISPLAY_NAME_CHARACTERS;
  throw new Refusal('invalid', `Expected a display name of at most ${limit} characters, got ${characters}.`);
}
