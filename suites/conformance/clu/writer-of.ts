import type { Surface } from '../../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';

/** The surface to write to: the given replica in lanes that write REST, otherwise the Kubernetes API. */
export const writerOf = ({ lane }: Pick<ScenarioContext, 'lane'>, replica: Surface): Surface =>
  ({ rest: replica, kubernetes: lane.write })[lane.write.name];
