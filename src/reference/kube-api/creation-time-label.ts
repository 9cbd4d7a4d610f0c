import { apiGroup } from './kubernetes-objects.ts';

/**
 * The approximate creation time of an object. It lets a replica list the objects of the last half minute, to find one
 * by id that another replica has just created: the Kubernetes API selects objects by name and label only.
 */
const createdAroundLabel = `${apiGroup}/created-around`;
const stepMs = 10_000;
/** Far longer than a cache that counts as fresh lags behind (staleAfterMs in watch-cache.ts). */
const stepsBack = 3;

const step = (now: number): number => Math.floor(now / stepMs);

/** The label for an object created now. */
export const creationTimeLabel = (now = Date.now()): Readonly<Record<string, string>> => ({
  [createdAroundLabel]: String(step(now)),
});

const recentSteps = (now: number): readonly number[] =>
  Array.from({ length: stepsBack + 2 }, (_, index) => step(now) - stepsBack + index);

/** A label selector for objects of the last half minute. The clocks of replicas may differ by ten seconds. */
export const createdRecently = (now = Date.now()): string => `${createdAroundLabel} in (${recentSteps(now).join(',')})`;

/** A label selector for older objects with this label. */
export const notCreatedRecently = (now = Date.now()): string =>
  `${createdAroundLabel},${createdAroundLabel} notin (${recentSteps(now).join(',')})`;
