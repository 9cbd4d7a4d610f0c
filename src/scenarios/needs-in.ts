import type { LaneName } from '../contract/lane-name.ts';
import type { Facility } from '../contract/facility.ts';
import type { Scenario } from './scenario.ts';

const ofLane: Readonly<Record<LaneName, readonly Facility[]>> = {
  'database/rest': [],
  'kubernetes/rest': [],
  'kubernetes/crd': ['pipeline-objects'],
};

/** What a scenario asks of its target in a lane: what it declares, and what the lane itself rests on. */
export const needsIn = ({ needs = [] }: Pick<Scenario, 'needs'>, lane: LaneName): readonly Facility[] => [
  ...new Set([...needs, ...ofLane[lane]]),
];
