import type { Lane, Surface } from '../../src/lanes/lane.ts';

/**
 * Runs the assertion on REST: once in lanes that write through REST, otherwise until REST shows the writes of the lane.
 */
export const onRest = async (lane: Lane, assertion: (rest: Surface) => Promise<void>): Promise<void> => {
  for (const view of lane.views)
    if (view.surface === lane.rest) await lane.eventually(view, () => assertion(view.surface));
};
