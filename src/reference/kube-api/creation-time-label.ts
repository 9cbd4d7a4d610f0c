import { apiGroup } from './kubernetes-objects.ts';

/**
 * About when an object was made. With it the Kubernetes API can be asked for the objects of the last half minute, which is how
 * one replica finds by its id what another one made a moment ago: the API knows objects by name and label only.
 */
const createdAroundLabel = `${apiGroup}/created-around`;
const stepMs = 10_000;
/** Far longer than a cache that is trusted lags behind (staleAfterMs in watch-cache.ts). */
const stepsBack = 3;

const step = (now: number): number => Math.floor(now / stepMs);

/** The label of what is made now. */
export const creationTimeLabel = (now = Date.now()): Readonly<Record<string, string>> => ({
  [createdAroundLabel]: String(step(now)),
});

const recentSteps = (now: number): readonly number[] =>
  Array.from({ length: stepsBack + 2 }, (_, index) => step(now) - stepsBack + index);

/** A label selector for what was made in the last half minute. Clocks of replicas may differ by ten seconds. */
export const createdRecently = (now = Date.now()): string => `${createdAroundLabel} in (${recentSteps(now).join(',')})`;

/** A label selector for what has this label and was made before that. */
export const notCreatedRecently = (now = Date.now()): string =>
  `${createdAroundLabel},${createdAroundLabel} notin (${recentSteps(now).join(',')})`;
