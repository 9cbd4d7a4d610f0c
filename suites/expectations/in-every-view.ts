import type { Lane, Surface } from '../../src/lanes/lane.ts';

/** Decides on every surface of the lane, each within the time it has to show what the lane has written. */
export const inEveryView = async (lane: Lane, assertion: (surface: Surface) => Promise<void>): Promise<void> => {
  for (const view of lane.views) await lane.eventually(view, () => assertion(view.surface));
};
