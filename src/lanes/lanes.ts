import { storageOf, type LaneIn } from '../contract/lane-name.ts';
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

/** The surfaces that a lane is put together from. Pipelines that are kept in Kubernetes are there through both APIs. */
export type LaneSurfaces =
  | { readonly name: LaneIn<'database'>; readonly rest: Surface }
  | { readonly name: LaneIn<'kubernetes'>; readonly rest: Surface; readonly kubernetes: Surface };

export const laneOf = (surfaces: LaneSurfaces): Lane => {
  const { name, rest } = surfaces;
  const lane = { name, storage: storageOf[name], rest, eventually };
  const atOnce = (surface: Surface): View => ({ surface, patienceMs: 0 });
  switch (surfaces.name) {
    case 'database/rest':
    case 'kubernetes/rest':
      return { ...lane, write: rest, views: [atOnce(rest)] };
    case 'kubernetes/crd': {
      const { kubernetes } = surfaces;
      const late = { surface: rest, patienceMs: restPatienceMs };
      return { ...lane, write: kubernetes, views: [atOnce(kubernetes), late] };
    }
  }
};
