import type { LaneName, StorageMode } from '../contract/lane-name.ts';
import { storageOf } from '../contract/lane-name.ts';
import { capabilitiesIn } from '../scenarios/capabilities-in.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Capability } from '../contract/capability.ts';
import type { VariantName } from '../contract/variant.ts';

/**
 * The target that a scenario needs. An exclusive target is lent to one scenario at a time. A single-user target is emptied
 * afterwards; on a multi-user target every scenario has namespaces of its own.
 */
export interface TargetRequest {
  readonly storage: StorageMode;
  readonly variant: VariantName;
  readonly exclusive: boolean;
  /** The borrower may stop the target: its own checks judge the consequences, and other results are not affected. */
  readonly disruptive: boolean;
  /** It looks for races: on a throttled target no other borrower may spend the budget of writes meanwhile. */
  readonly races: boolean;
  readonly capabilities: readonly Capability[];
  /** The name of the scenario, for environments in which only some scenarios may disrupt the target. */
  readonly scenario: string;
  /** The number of namespaces that it needs on a multi-user target. */
  readonly namespaces: number;
}

export const targetRequestFor = (
  {
    variant = 'default',
    exclusiveListing = false,
    disruptive = false,
    capabilities = [],
    multiUserVariantOf,
    name,
    namespaces = 1,
    writesPerRound = 0,
  }: Pick<
    Scenario,
    | 'name'
    | 'variant'
    | 'exclusiveListing'
    | 'disruptive'
    | 'capabilities'
    | 'multiUserVariantOf'
    | 'namespaces'
    | 'writesPerRound'
  >,
  lane: LaneName,
): TargetRequest => ({
  storage: storageOf[lane],
  variant,
  exclusive: exclusiveListing || disruptive,
  disruptive,
  races: writesPerRound > 0,
  scenario: name,
  namespaces,
  // A multi-user variant has a namespace of its own, and therefore a listing of its own.
  capabilities: [
    ...capabilitiesIn({ capabilities }, lane),
    ...(exclusiveListing && multiUserVariantOf === undefined ? (['exclusive-listing'] as const) : []),
  ],
});
