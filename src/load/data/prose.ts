import { mix } from './mix.ts';

/** Texts as people write them: ASCII without quotes or backslashes. `fixtures/load/prose.json` holds such lists. */
export interface ProseLists {
  readonly displayNames: readonly string[];
  readonly descriptions: readonly string[];
  readonly sentences: readonly string[];
}

const picked = (texts: readonly string[], seed: number, index: number, salt: number): string =>
  texts[mix(seed, index, salt) % texts.length] ?? '';

export const displayNameOf = ({ displayNames }: ProseLists, seed: number, index: number): string =>
  picked(displayNames, seed, index, 0xd15);

export const descriptionOf = ({ descriptions }: ProseLists, seed: number, index: number): string =>
  picked(descriptions, seed, index, 0xde5);
