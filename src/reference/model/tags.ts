import { countCodePoints } from '../ground/code-points.ts';
import { Refusal } from '../ground/api-error.ts';

const MAX_TAGS = 20;
const MAX_CHARACTERS = 63;

/** Checks the limits of KFP, which count characters, not bytes; refused as `invalid`. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS)
    throw new Refusal('invalid', `Expected at most ${MAX_TAGS} tags, got ${entries.length}.`);
  for (const [key, value] of entries) {
    const tag = JSON.stringify(key.slice(0, 100));
    if (key === '' || key.includes('.') || countCodePoints(key) > MAX_CHARACTERS) {
      throw new Refusal('invalid', `Expected a tag key of 1 to ${MAX_CHARACTERS} characters without ".", got ${tag}.`);
    }
    if (countCodePoints(value) > MAX_CHARACTERS) {
      throw new Refusal('invalid', `Expected a value of at most ${MAX_CHARACTERS} characters for the tag ${tag}.`);
    }
  }
}
