import { soft } from '../../src/scenarios/assert.ts';
import type { Lane, Surface } from '../../src/lanes/lane.ts';

/**
 * Runs the assertion on every surface of the lane, retrying within the time allowed for that surface to show the writes
 * of the lane. A check goes on with the next surface where it does not hold.
 */
export const inEveryView = async (lane: Lane, assertion: (surface: Surface) => Promise<void>): Promise<void> => {
  for (const view of lane.views) await soft.part(() => lane.eventually(view, () => assertion(view.surface)));
};
