import { mix } from '../../../src/load/data/mix.ts';
import { settings } from './settings.ts';

const { n, seed } = settings;

const requireKnown = (): void => {
  if (n === 0) throw new Error('expected N, the number of pipelines in the store, to be at least 1, got 0');
};

/** A pipeline of the store for this iteration. */
export const knownIndex = (iteration: number): number => {
  requireKnown();
  return mix(seed, iteration, 0x9e7) % n;
};

/** The id of no pipeline. */
export const unknownId = (iteration: number): string => {
  const hex = [1, 2, 3, 4].map((salt) => mix(seed, iteration, salt).toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** The pipelines in turn, so that no two iterations in flight change the same one. */
export const nextIndex = (iteration: number): number => {
  requireKnown();
  return iteration % n;
};

/** A text that no earlier change has written. */
export const changedDisplayName = (iteration: number): string => `Changed in iteration ${iteration}`;

/** What an iteration of the mixed load does, and its share in percent. */
const shares = [
  ['get', 45],
  ['get-by-name', 10],
  ['list', 20],
  ['create', 15],
  ['patch', 10],
] as const;

export type MixedRequest = (typeof shares)[number][0];

/** Drawn by seed and iteration, with fixed shares. */
export const mixedRequest = (iteration: number): MixedRequest => {
  let rest = mix(seed, iteration, 0x317) % 100;
  for (const [request, share] of shares) {
    if (rest < share) return request;
    rest -= share;
  }
  throw new Error('the shares of the mixed load have a sum below 100');
};
