import { mix } from '../../../src/load/data/mix.ts';
import { settings } from './settings.ts';
import { storeSize } from './store.ts';

const { first, seed } = settings;

/**
 * The number of an iteration in all runs of a store: FIRST is another one in each. Without it a run would read what the one
 * before has brought into every cache, and write what is there already, which a server may answer without a write.
 */
const drawnAt = (iteration: number): number => first + iteration;

/** A pipeline of the store for this iteration. */
export const knownIndex = (iteration: number): number => mix(seed, drawnAt(iteration), 0x9e7) % storeSize();

/** The id of no pipeline. */
export const unknownId = (iteration: number): string => {
  const hex = [1, 2, 3, 4].map((salt) => mix(seed, drawnAt(iteration), salt).toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** The pipelines in turn, so that no two iterations in flight change the same one. */
export const nextIndex = (iteration: number): number => drawnAt(iteration) % storeSize();

/** A text that no earlier change has written. */
export const changedDisplayName = (iteration: number): string => `Change ${drawnAt(iteration)} of seed ${seed}`;

/** What an iteration of the mixed load does, and its share in percent. */
const shares = [
  ['get', 45],
  ['get-by-name', 10],
  ['list', 20],
  ['create', 15],
  ['patch', 10],
] as const;

export type MixedRequest = (typeof shares)[number][0];

/** Drawn by seed, FIRST and iteration, with fixed shares. */
export const mixedRequest = (iteration: number): MixedRequest => {
  let rest = mix(seed, drawnAt(iteration), 0x317) % 100;
  for (const [request, share] of shares) {
    if (rest < share) return request;
    rest -= share;
  }
  throw new Error('the shares of the mixed load have a sum below 100');
};
