import type { LaneName } from '../contract/lane-name.ts';
import { storageOf } from '../contract/lane-name.ts';
import type { Lane, Surface, View } from './lane.ts';

/** What a Kubernetes write may take to show on REST (LIST-26). */
export const restPatienceMs = 5_000;
const pollMs = 50;

const eventually: Lane['eventually'] = async (view, assertion) => {
  const deadline = performance.now() + view.patienceMs;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (failure) {
      if (performance.now() >= deadline) throw failure;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
};

/** Puts a lane together from its surfaces; `kubernetes` is there in the storage mode of that name. */
export const laneOf = (name: LaneName, rest: Surface, kubernetes: Surface | undefined): Lane => {
  const write: Record<LaneName, Surface> = {
    'database/rest': rest,
    'kubernetes/rest': rest,
    'kubernetes/crd': kubernetes ?? rest,
  };
  const views: Record<LaneName, readonly View[]> = {
    'database/rest': [{ surface: rest, patienceMs: 0 }],
    'kubernetes/rest': [{ surface: rest, patienceMs: 0 }],
    'kubernetes/crd': [
      { surface: kubernetes ?? rest, patienceMs: 0 },
      { surface: rest, patienceMs: restPatienceMs },
    ],
  };
  return { name, storage: storageOf[name], write: write[name], rest, views: views[name], eventually };
};
