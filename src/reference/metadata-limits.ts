import { Refusal } from './refusal.ts';

/** Limits of KFP (validation/length.go, resource_manager.go), the same through REST and the Kubernetes API (KEP-11551). */
export const MAX_PIPELINE_NAME = 128;
export const MAX_VERSION_NAME = 127;
const MAX_DISPLAY_NAME = 255;
const MAX_TAGS = 20;
const MAX_TAG_LENGTH = 63;

/** Refuses as `invalid`: more than 20 tags, keys of other than 1 to 63 characters or with a dot, values of more than 63. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS) throw invalid(`expected at most ${MAX_TAGS} tags, got ${entries.length}`);
  for (const [key, value] of entries) {
    if (key === '' || characters(key) > MAX_TAG_LENGTH || key.includes('.')) {
      throw invalid(`expected a tag key of 1 to ${MAX_TAG_LENGTH} characters without ".", got ${quote(key)}`);
    }
    if (characters(value) > MAX_TAG_LENGTH) {
      throw invalid(
        `expected a value of at most ${MAX_TAG_LENGTH} characters for tag ${quote(key)}, got ${characters(value)}`,
      );
    }
  }
}

export function checkNameLength(what: 'pipeline' | 'version', name: string): void {
  const limit = what === 'pipeline' ? MAX_PIPELINE_NAME : MAX_VERSION_NAME;
  const bytes = Buffer.byteLength(name);
  if (bytes > limit) {
    throw invalid(`expected a ${what} name of at most ${limit} bytes, got ${bytes}; use display_name for longer text`);
  }
}

export function checkDisplayName(displayName: string): void {
  if (characters(displayName) > MAX_DISPLAY_NAME) {
    throw invalid(`expected a display name of at most ${MAX_DISPLAY_NAME} characters, got ${characters(displayName)}`);
  }
}

function characters(text: string): number {
  return [...text].length;
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}

function invalid(reason: string): Refusal {
  return new Refusal('invalid', `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`);
}
