import type { Surface } from '../../../src/lanes/lane.ts';
import { restSurface, transferTo } from '../../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';

/** The REST API of each of the two replicas, addressed directly. */
export const replicaSurfaces = ({
  replicas,
  packages,
  target,
}: Pick<ScenarioContext, 'replicas' | 'packages' | 'target'>): readonly [Surface, Surface] => {
  const [one, other] = replicas.map((kfp) => restSurface(kfp, packages, transferTo(target.features)));
  if (one === undefined || other === undefined)
    throw new Error(`a target with two replicas is needed, and has ${replicas.length}`);
  return [one, other];
};
