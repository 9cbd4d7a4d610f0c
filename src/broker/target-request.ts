import type { LaneName, StorageMode } from '../contract/lane-name.ts';
import { storageOf } from '../contract/lane-name.ts';
import { capabilitiesIn } from '../scenarios/capabilities-in.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Capability } from '../contract/capability.ts';
import type { VariantName } from '../contract/variant.ts';

/**
 * Which target a scenario needs. An exclusive one is lent to one scenario at a time; a single-user one is emptied
 * afterwards, on a multi-user one every scenario has namespaces of its own.
 */
export interface TargetRequest {
  readonly storage: StorageMode;
  readonly variant: VariantName;
  readonly exclusive: boolean;
  /** Whoever borrows it may bring it down: that is for their checks to judge, and says nothing about other results. */
  readonly disruptive: boolean;
  readonly capabilities: readonly Capability[];
  /** Names the scenario, for an environment in which only some may disturb. */
  readonly scenario: string;
  /** How many namespaces it needs, on a multi-user target. */
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
  }: Pick<
    Scenario,
    'name' | 'variant' | 'exclusiveListing' | 'disruptive' | 'capabilities' | 'multiUserVariantOf' | 'namespaces'
  >,
  lane: LaneName,
): TargetRequest => ({
  storage: storageOf[lane],
  variant,
  exclusive: exclusiveListing || disruptive,
  disruptive,
  scenario: name,
  namespaces,
  // A twin has a namespace of its own, and so a listing.
  capabilities: [
    ...capabilitiesIn({ capabilities }, lane),
    ...(exclusiveListing && multiUserVariantOf === undefined ? (['exclusive-listing'] as const) : []),
  ],
});
