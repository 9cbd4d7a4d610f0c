import { GROUP } from './kubernetes-objects.ts';

/**
 * About when an object was made. With it the Kubernetes API can be asked for the objects of the last half minute, which is how
 * one replica finds by its id what another one made a moment ago: the API knows objects by name and label only.
 */
const LABEL = `${GROUP}/created-around`;
const STEP_MS = 10_000;
/** Far longer than a cache that is trusted lags behind (STALE_AFTER_MS in watch-cache.ts). */
const STEPS_BACK = 3;

/** The label of what is made now. */
export function creationTimeLabel(now = Date.now()): Readonly<Record<string, string>> {
  return { [LABEL]: String(step(now)) };
}

/** A label selector for what was made in the last half minute. Clocks of replicas may differ by ten seconds. */
export function madeRecently(now = Date.now()): string {
  return `${LABEL} in (${recentSteps(now).join(',')})`;
}

/** A label selector for what has this label and was made before that. */
export function madeLongAgo(now = Date.now()): string {
  return `${LABEL},${LABEL} notin (${recentSteps(now).join(',')})`;
}

function step(now: number): number {
  return Math.floor(now / STEP_MS);
}

function recentSteps(now: number): readonly number[] {
  return Array.from({ length: STEPS_BACK + 2 }, (_, index) => step(now) - STEPS_BACK + index);
}
