import type { People } from '../access/people.ts';
import type { KfpClient } from '../clients/kfp.ts';
import type { KubernetesClient } from '../clients/kubernetes.ts';
import type { Lane } from '../lanes/lane.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import type { Features } from '../contract/feature.ts';
import type { Names } from '../contract/names.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { Rounds } from './rounds.ts';

/** The interface of the harness for a scenario in one lane. */
export interface ScenarioContext {
  readonly lane: Lane;
  /**
   * Decides a declared check: it passes if `decide` returns, and fails if `decide` throws an assertion error. A check
   * that rests on rounds names them, so that its result says which failure rate it would have seen.
   */
  check(requirement: string, decide: () => Promise<void> | void, rounds?: Pick<Rounds, 'detects'>): Promise<void>;
  /** The rounds in which it looks for an intermittent failure; throws if it declares no `writesPerRound`. */
  readonly rounds: Rounds;
  /** Records a value without a judgement (level MAY): the outcome of the check is `recorded`. */
  record(requirement: string, value: unknown): void;
  /**
   * Records a normalised observation under a label that the scenario declares (`observes`), which is compared with those
   * of the other lanes. A value that is undefined, or has an undefined part, is none: the target gave no answer to take
   * it from. Times are compared by their format alone; a relation between times is observed as a word.
   */
  observe(label: string, value: unknown): void;
  /** Runs a step on which later checks depend: if it fails, every undecided check is `blocked`. */
  given<Value>(what: string, action: () => Promise<Value>): Promise<Value>;
  /** Names that are unique to this scenario and lane, and equal for equal seeds. */
  readonly names: Names;
  /** Serves pipeline packages for `package_url`. */
  readonly packages: PackageServer;
  readonly features: Features;
  /** The namespace of its pipelines. */
  readonly namespace: string;
  /** Users and their permissions; throws on a single-user target. */
  readonly people: People;
  /** The target, for scenarios about its processes. */
  readonly target: StartedTarget;
  /** A low-level REST client, for requirements about REST itself. */
  readonly kfp: KfpClient;
  /** A REST client for each replica, in the order of `target.replicas`. */
  readonly replicas: readonly KfpClient[];
  /** A low-level client of the Kubernetes API, for requirements about it; throws in `database/rest`. */
  readonly kubernetes: KubernetesClient;
  /** The time in milliseconds that `writes` REST writes may take on this target, for waits. */
  deadlineMs(writes: number): number;
  readonly signal: AbortSignal;
}
