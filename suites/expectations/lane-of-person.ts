import type { Person } from '../../src/access/people.ts';
import { kubernetesSurface } from '../../src/lanes/crd.ts';
import type { Lane } from '../../src/lanes/lane.ts';
import { laneOf } from '../../src/lanes/lanes.ts';
import { restSurface, transferTo } from '../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';

/** The namespaces that a lane works in. REST requests may omit the namespace, Kubernetes requests may not. */
export interface LaneNamespaces {
  readonly onRest: string | undefined;
  readonly onKubernetes: string;
}

/** The lane with the credentials of another person, in another namespace. */
export const laneOfPerson = (
  { lane, packages, target }: ScenarioContext,
  { kfp, within, kubernetes }: Pick<Person, 'kfp' | 'within' | 'kubernetes'>,
  { onRest, onKubernetes }: LaneNamespaces,
): Lane =>
  laneOf({
    name: lane.name,
    rest: restSurface(onRest === undefined ? kfp : within(onRest), packages, transferTo(target.features)),
    kubernetes: kubernetesSurface({ ...kubernetes, namespace: onKubernetes }),
  });
