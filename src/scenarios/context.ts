import type { People } from '../access/people.ts';
import type { KfpClient } from '../clients/kfp.ts';
import type { KubernetesClient } from '../clients/kubernetes.ts';
import type { Lane } from '../lanes/lane.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import type { Features } from '../contract/feature.ts';
import type { Names } from '../contract/names.ts';
import type { PackageServer } from '../lanes/package-server.ts';

/** What a scenario works with in one lane. */
export interface ScenarioContext {
  readonly lane: Lane;
  /** Decides a declared check: it passes when `decide` returns, fails when it throws an assertion error. */
  check(requirement: string, decide: () => Promise<void> | void): Promise<void>;
  /** Keeps a value without judging it (level MAY): the check's outcome is `recorded`. */
  record(requirement: string, value: unknown): void;
  /** Keeps a normalised observation, to be compared with what the other lanes observed under this label. */
  observe(label: string, value: unknown): void;
  /** Does what later checks rest on: when it fails, every check not yet decided is `blocked`. */
  given<Value>(what: string, action: () => Promise<Value>): Promise<Value>;
  /** Names of this scenario and lane only, equal for equal seeds. */
  readonly names: Names;
  /** Serves pipeline packages on loopback, for `package_url`. */
  readonly packages: PackageServer;
  readonly features: Features;
  /** Where its pipelines live. */
  readonly namespace: string;
  /** Users and their rights; throws on a single-user target. */
  readonly people: People;
  /** The target, for scenarios about the process itself. */
  readonly target: StartedTarget;
  /** REST as it is on the wire, for requirements about REST itself. */
  readonly kfp: KfpClient;
  /** REST of each replica by itself, in the order of `target.replicas`. */
  readonly replicas: readonly KfpClient[];
  /** The Kubernetes API as it is on the wire, for requirements about it; throws in `database/rest`. */
  readonly kubernetes: KubernetesClient;
  /** Milliseconds that `writes` REST writes may take on this target, for waits. */
  deadlineMs(writes: number): number;
  readonly signal: AbortSignal;
}
