import type { Lane, Surface, View } from '../../src/lanes/lane.ts';

/** What the garbage collector of Kubernetes may take after a deletion by the Kubernetes API; REST deletes at once. */
const collectionMs: Record<Surface['name'], number> = { rest: 0, kubernetes: 15_000 };

/** Like `lane.eventually`, for what was deleted where the lane writes. */
export const eventuallyGone = (lane: Lane, view: View, assertion: () => Promise<void>): Promise<void> =>
  lane.eventually({ ...view, patienceMs: Math.max(view.patienceMs, collectionMs[lane.write.name]) }, assertion);
