import type { Person } from '../../src/access/people.ts';
import { kubernetesSurface } from '../../src/lanes/crd.ts';
import type { Lane } from '../../src/lanes/lane.ts';
import { laneOf } from '../../src/lanes/lanes.ts';
import { restSurface, transferTo } from '../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';

/** Where somebody works. REST has requests that name no namespace, the Kubernetes API has none. */
export interface Workplace {
  readonly onRest: string | undefined;
  readonly onKubernetes: string;
}

/** The lane as somebody else goes through it, in another namespace. */
export const laneOfPerson = (
  { lane, packages, features }: ScenarioContext,
  { kfp, within, kubernetes }: Pick<Person, 'kfp' | 'within' | 'kubernetes'>,
  { onRest, onKubernetes }: Workplace,
): Lane =>
  laneOf({
    name: lane.name,
    rest: restSurface(onRest === undefined ? kfp : within(onRest), packages, transferTo(features)),
    kubernetes: kubernetesSurface({ ...kubernetes, namespace: onKubernetes }),
  });
