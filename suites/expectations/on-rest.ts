import type { Lane, Surface } from '../../src/lanes/lane.ts';

/** Decides on REST what the lane has written: at once where REST was written to, else as soon as it shows it. */
export const onRest = async (lane: Lane, assertion: (rest: Surface) => Promise<void>): Promise<void> => {
  for (const view of lane.views)
    if (view.surface === lane.rest) await lane.eventually(view, () => assertion(view.surface));
};
