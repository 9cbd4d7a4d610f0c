import type { LaneName } from './lane-name.ts';
import type { Feature } from './feature.ts';

/**
 * MUST: stated by the KEP or the REST contract. SHOULD: parity that the KEP implies, or robustness. MAY: recorded only.
 */
export const levels = ['MUST', 'SHOULD', 'MAY'] as const;
export type Level = (typeof levels)[number];

export const profiles = [
  'core',
  'multi-user',
  'cluster',
  'shared-namespace',
  'shared-cluster',
  'kubernetes-native',
  'uid-continuity',
  'migration',
] as const;
export type Profile = (typeof profiles)[number];

/** One sentence of the contract. Ids are never renumbered or reused. */
export interface Requirement {
  readonly id: string;
  readonly area: string;
  readonly level: Level;
  readonly profile: Profile;
  readonly text: string;
  readonly source: string;
  /** The lanes it applies to. */
  readonly lanes: readonly LaneName[];
  /** Lanes of its storage modes that have no check, each with the reason. */
  readonly laneExclusions: Readonly<Partial<Record<LaneName, string>>>;
  /** It applies only to targets with this feature. */
  readonly feature?: Feature;
  /** The verdict depends on the database product, its character set and its collation. */
  readonly databaseDependent: boolean;
  /** A target that does not meet it has a vulnerability. */
  readonly vulnerability?: boolean;
  /** The reason why it has no check in any lane. */
  readonly excluded?: string;
  /** It is excluded only until a version of the suites decides it. */
  readonly undecided?: boolean;
  /** The first release of KFP for which it holds; absent: all. */
  readonly since?: string;
  /** The first release of KFP for which it no longer holds; absent: none. */
  readonly until?: string;
}
