import type { Lane, Surface } from '../../src/lanes/lane.ts';

/**
 * Runs the assertion on every surface of the lane, retrying within the time allowed for that surface to show the writes
 * of the lane.
 */
export const inEveryView = async (lane: Lane, assertion: (surface: Surface) => Promise<void>): Promise<void> => {
  for (const view of lane.views) await lane.eventually(view, () => assertion(view.surface));
};
