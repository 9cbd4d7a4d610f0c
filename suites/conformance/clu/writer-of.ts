import type { Surface } from '../../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';

/** Who writes in the way of the lane: that replica where REST is written, else the Kubernetes API. */
export const writerOf = ({ lane }: Pick<ScenarioContext, 'lane'>, replica: Surface): Surface =>
  ({ rest: replica, kubernetes: lane.write })[lane.write.name];
