import type { LaneName } from '../contract/lane-name.ts';
import type { Capability } from '../contract/capability.ts';
import type { Scenario } from './scenario.ts';

const ofLane: Readonly<Record<LaneName, readonly Capability[]>> = {
  'database/rest': [],
  'kubernetes/rest': [],
  'kubernetes/crd': ['pipeline-objects'],
};

/** The capabilities that a scenario requires in a lane: those that it declares and those that the lane requires. */
export const capabilitiesIn = (
  { capabilities = [] }: Pick<Scenario, 'capabilities'>,
  lane: LaneName,
): readonly Capability[] => [...new Set([...capabilities, ...ofLane[lane]])];
