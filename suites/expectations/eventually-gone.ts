import { soft } from '../../src/scenarios/assert.ts';
import type { Lane, Surface, View } from '../../src/lanes/lane.ts';

/**
 * The time allowed to the garbage collector of Kubernetes after a deletion in the Kubernetes API. REST deletes
 * synchronously.
 */
const collectionMs: Record<Surface['name'], number> = { rest: 0, kubernetes: 15_000 };

/**
 * Runs the assertion on every surface of the lane until it holds, for objects deleted on the lane's write surface. The
 * time of the garbage collector is counted once for all of them; a check goes on with the next surface where it does not
 * hold.
 */
export const goneInEveryView = async (lane: Lane, assertion: (surface: Surface) => Promise<void>): Promise<void> => {
  const started = performance.now();
  let isGone = true;
  for (const { surface, patienceMs } of lane.views) {
    const leftMs = collectionMs[lane.write.name] - (performance.now() - started);
    // What is still there when the time is up is not waited for on other surfaces, too.
    const view = { surface, patienceMs: isGone ? Math.max(patienceMs, leftMs) : 0 };
    isGone = false;
    await soft.part(async () => {
      await lane.eventually(view, () => assertion(surface));
      isGone = true;
    });
  }
};

/** Like `lane.eventually`, for objects deleted on the lane's write surface. */
export const eventuallyGone = (lane: Lane, view: View, assertion: () => Promise<void>): Promise<void> =>
  lane.eventually({ ...view, patienceMs: Math.max(view.patienceMs, collectionMs[lane.write.name]) }, assertion);
