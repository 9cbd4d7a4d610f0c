import { settings } from './settings.ts';

/** The number of pipelines in the store. Throws without one: lists could not be judged, and a middle page would be the first. */
export const storeSize = (): number => {
  if (settings.n > 0) return settings.n;
  throw new Error('expected N, the number of pipelines in the store, to be at least 1, got 0');
};
