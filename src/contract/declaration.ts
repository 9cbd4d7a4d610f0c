import type { Capability } from './capability.ts';
import type { Feature } from './feature.ts';
import type { LaneName } from './lane-name.ts';
import type { Profile } from './requirement.ts';
import type { VariantName } from './variant.ts';

/** What a scenario declares, as plain data: it is listed, judged and written down without the code that runs it. */
export interface ScenarioDeclaration {
  /** Unique, kebab-case: `pipeline-created-twice`. */
  readonly name: string;
  /** Default: all three. */
  readonly lanes?: readonly LaneName[];
  /** The target settings it needs. Default: `default`. */
  readonly variant?: VariantName;
  /** What it asks of its target beyond sending requests; where that is not to be had it does not apply. */
  readonly capabilities?: readonly Capability[];
  /** What the target has to have for the scenario to say anything about it. */
  readonly features?: readonly Feature[];
  /** How many namespaces it works in, on a multi-user target. Default 1. */
  readonly namespaces?: number;
  /** Its checks count for this profile instead of the requirement's own. */
  readonly profile?: Profile;
  /** The scenario of which it is the run in multi-user mode. */
  readonly multiUserVariantOf?: string;
  /**
   * The requirements it decides, each once in every lane of the scenario that the requirement has;
   * `{ 'CRUD-10': ['kubernetes/rest'] }` names fewer lanes.
   */
  readonly checks: readonly (string | Readonly<Record<string, readonly LaneName[]>>)[];
  /**
   * Requirements decided by comparing what the lanes observed under these labels; every other label is compared for
   * PAR-01.
   */
  readonly parity?: Readonly<Record<string, readonly string[]>>;
  /** Labels whose observations may differ, each with the documented reason. */
  readonly differences?: Readonly<Record<string, string>>;
  /** It needs a target of which no other scenario uses the listing; pipelines left behind are removed after it. */
  readonly exclusiveListing?: boolean;
  /** It restarts or otherwise disturbs its target (which is then its own as well). */
  readonly disruptive?: boolean;
  /** About how many writes it makes through REST; deadlines scale with it and the target's write rate. Default 10. */
  readonly writes?: number;
}
