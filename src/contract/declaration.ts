import type { Capability } from './capability.ts';
import type { Feature } from './feature.ts';
import type { LaneName } from './lane-name.ts';
import type { Profile } from './requirement.ts';
import type { VariantName } from './variant.ts';

/** A label under which every lane of the scenario observes a value, or `{ label: lanes }`: only these lanes do. */
export type ObservedLabel = string | Readonly<Record<string, readonly LaneName[]>>;

/** A documented difference between the observations of the lanes under one label. */
export interface DeclaredDifference {
  /** The documented reason. */
  readonly reason: string;
  /** What each lane observes: plain data, as the normaliser leaves it. Any other observation is a failure. */
  readonly values: Readonly<Partial<Record<LaneName, unknown>>>;
}

/**
 * The declaration of a scenario as plain data: it can be listed, judged and stored without the code that runs the
 * scenario.
 */
export interface ScenarioDeclaration {
  /** Unique, kebab-case: `pipeline-created-twice`. */
  readonly name: string;
  /** Default: all three. */
  readonly lanes?: readonly LaneName[];
  /** The target settings that it requires. Default: `default`. */
  readonly variant?: VariantName;
  /** The capabilities that it requires; where one is not offered, the scenario does not apply. */
  readonly capabilities?: readonly Capability[];
  /** The features that the target must have for the scenario to apply. */
  readonly features?: readonly Feature[];
  /** The number of namespaces that it uses on a multi-user target. Default: 1. */
  readonly namespaces?: number;
  /** Its checks count for this profile instead of that of the requirement. */
  readonly profile?: Profile;
  /** The scenario of which this is the multi-user variant. */
  readonly multiUserVariantOf?: string;
  /**
   * The requirements that it decides, each once in every lane that the scenario and the requirement have in common; `{
   * 'CRUD-10': ['kubernetes/rest'] }` restricts the lanes.
   */
  readonly checks: readonly (string | Readonly<Record<string, readonly LaneName[]>>)[];
  /**
   * The labels of its observations, which are compared between the lanes for PAR-01. Each lane observes each of them in
   * every run; a scenario of several lanes has at least one here or in `parity`.
   */
  readonly observes?: readonly ObservedLabel[];
  /**
   * Requirements about both storage modes, decided by comparing the observations of the lanes under these labels, which
   * every lane observes; they are not repeated in `observes`.
   */
  readonly parity?: Readonly<Record<string, readonly string[]>>;
  /** The labels under which the lanes observe different values for a documented reason. */
  readonly differences?: Readonly<Record<string, DeclaredDifference>>;
  /** It requires a target whose listing no other scenario uses; leaked pipelines are removed after it. */
  readonly exclusiveListing?: boolean;
  /** It restarts or otherwise disrupts its target, so no other scenario may use the target at the same time. */
  readonly disruptive?: boolean;
  /**
   * By each of its requirements whose check looks whether the target's processes survive: the name of the aspect that fails
   * where they do not. Where that aspect fails as known, the end of a process is known, too.
   */
  readonly survival?: Readonly<Record<string, string>>;
  /**
   * The largest number of its REST writes in a lane; deadlines scale with it and the target's write rate, and a self-check
   * fails where it makes more. Default: 10.
   */
  readonly writes?: number;
  /**
   * It looks for an intermittent failure in rounds of this many REST writes each (0: its rounds only read), in addition
   * to `writes`. Where a target throttles writes, no other scenario uses it meanwhile.
   */
  readonly writesPerRound?: number;
}
