import type { LaneName } from '../contract/lane-name.ts';
import type { Capability } from '../contract/capability.ts';
import type { Scenario } from './scenario.ts';

const ofLane: Readonly<Record<LaneName, readonly Capability[]>> = {
  'database/rest': [],
  'kubernetes/rest': [],
  'kubernetes/crd': ['pipeline-objects'],
};

/** What a scenario asks of its target in a lane: what it declares, and what the lane itself rests on. */
export const capabilitiesIn = (
  { capabilities = [] }: Pick<Scenario, 'capabilities'>,
  lane: LaneName,
): readonly Capability[] => [...new Set([...capabilities, ...ofLane[lane]])];
