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
  /**
   * The aspects that the mutant is expected to fail; `*` stands for any text. In every check one of them must fail, and
   * each must fail in one of the checks.
   */
  readonly aspects?: readonly string[];
  readonly scenarios?: readonly string[];
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
  /** Default: all three. */
  readonly lanes?: readonly LaneName[];
  readonly kills: readonly Kill[];
  /** Creates an interception for one scenario in one lane; it may keep state. */
  create(target: DefectiveTarget): Interception;
}
