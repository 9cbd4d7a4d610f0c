import type { LaneName } from '../contract/lane-name.ts';
import type { Interception } from '../runner/execute-scenario.ts';
import type { StartedTarget } from '../targets/started-target.ts';

export const families = [
  'status',
  'field',
  'list content',
  'order',
  'paging',
  'filter',
  'lost write',
  'stale read',
  'delete',
  'event',
  'process',
] as const;
export type Family = (typeof families)[number];

/** A check that a mutant must fail: a requirement, in every scenario and lane that declares it unless restricted. */
export type Kill = string | KillDeclaration;
export interface KillDeclaration {
  readonly requirement: string;
  readonly scenarios?: readonly string[];
  /**
   * Default: those of the mutant. A comparison of lanes may also fail in a lane without the mutant, where the lane that
   * it is compared with has the mutant.
   */
  readonly lanes?: readonly LaneName[];
}

/** What a mutant may do to the target itself: write to its stores, and end its processes. */
export type DefectiveTarget = Readonly<
  Pick<StartedTarget, 'id' | 'namespace' | 'kubernetesUser' | 'database' | 'objectStore' | 'restart'>
>;

/**
 * A plausible defect of a KFP API server, simulated at the wire between the harness and the target, in the target itself,
 * or in a source that the harness reads: a line of the audit log, an answer of SQL, a line of a request log.
 */
export interface Mutant {
  /** Unique, kebab-case. */
  readonly name: string;
  readonly family: Family;
  /** The behaviour of a server with the defect, in one sentence. */
  readonly defect: string;
  /** Left to `mutants` and `npm run test:long`: it fails aspects of checks that other mutants fail as well. */
  readonly long?: true;
  /** Set if the defect shows in some rounds only, so that a scenario makes all of its rounds with it. */
  readonly sporadic?: true;
  /** Default: all three. */
  readonly lanes?: readonly LaneName[];
  readonly kills: readonly Kill[];
  /**
   * By each requirement of its kills: the statements, as in the names of aspects, that the mutant is expected to fail; a
   * `*` beside other text stands for any text. In every check one of them must fail, and each must fail in one of the checks.
   */
  readonly aspects: Readonly<Record<string, readonly string[]>>;
  /**
   * By requirement the scenarios whose checks fail with the mutant as the baseline of KFP lists some failure of KFP, or in a
   * part of it: the mutant has a defect of KFP, for which the baseline gives the reason. Their multi-user variants are
   * included.
   */
  readonly knownOfKfp?: Readonly<Record<string, readonly string[]>>;
  /**
   * Set if no failure under it may pass for the one that the baseline of KFP 2.17 lists of the same check. `{}`, or by
   * key the checks that fail under it only in what is listed, with the reason why that is the same failure.
   */
  readonly beyondKnown?: Readonly<Record<string, string>>;
  /** Creates an interception for one scenario in one lane; it may keep state. */
  create(target: DefectiveTarget): Interception;
}
