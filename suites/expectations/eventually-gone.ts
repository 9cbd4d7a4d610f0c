import type { Lane, Surface, View } from '../../src/lanes/lane.ts';

/**
 * The time allowed to the garbage collector of Kubernetes after a deletion in the Kubernetes API. REST deletes
 * synchronously.
 */
const collectionMs: Record<Surface['name'], number> = { rest: 0, kubernetes: 15_000 };

/** Like `lane.eventually`, for objects deleted on the lane's write surface. */
export const eventuallyGone = (lane: Lane, view: View, assertion: () => Promise<void>): Promise<void> =>
  lane.eventually({ ...view, patienceMs: Math.max(view.patienceMs, collectionMs[lane.write.name]) }, assertion);
