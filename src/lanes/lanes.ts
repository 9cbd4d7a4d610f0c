import { storageOf, type LaneIn } from '../contract/lane-name.ts';
import type { Lane, Surface, View } from './lane.ts';
import { withNamedCalls } from './named-calls.ts';

/** The time in which REST must show a write to the Kubernetes API (LIST-26). */
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

/** The surfaces of a lane. With Kubernetes storage, pipelines are accessible through both APIs. */
export type LaneSurfaces =
  | { readonly name: LaneIn<'database'>; readonly rest: Surface }
  | { readonly name: LaneIn<'kubernetes'>; readonly rest: Surface; readonly kubernetes: Surface };

export const laneOf = (surfaces: LaneSurfaces): Lane => {
  const { name } = surfaces;
  const rest = withNamedCalls(surfaces.rest);
  const { clock } = surfaces.name === 'database/rest' ? rest : surfaces.kubernetes;
  const lane = { name, storage: storageOf[name], rest, clock, eventually };
  const immediately = (surface: Surface): View => ({ surface, patienceMs: 0 });
  switch (surfaces.name) {
    case 'database/rest':
    case 'kubernetes/rest':
      return { ...lane, write: rest, views: [immediately(rest)] };
    case 'kubernetes/crd': {
      const kubernetes = withNamedCalls(surfaces.kubernetes);
      const delayed = { surface: rest, patienceMs: restPatienceMs };
      return { ...lane, write: kubernetes, views: [immediately(kubernetes), delayed] };
    }
  }
};
