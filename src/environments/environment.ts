import type { KubernetesAccess, ClientIdentity } from '../cluster/kubernetes-access.ts';
import type { AuditLog } from './audit-log.ts';
import type { ReviewOutages } from './review-outage.ts';

/** The SQL server of an environment, reached by a user who may create databases. */
export interface DatabaseAccess {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** As the server reports them: `MariaDB`, `10.11.14`, `utf8mb4`, `utf8mb4_unicode_520_nopad_ci`. */
  readonly product: string;
  readonly version: string;
  readonly characterSet: string;
  readonly collation: string;
}

/** Those that the harness makes itself: it checks itself there too. */
export const ownEnvironmentNames = ['local', 'kind'] as const;
export type OwnEnvironmentName = (typeof ownEnvironmentNames)[number];

export const environmentNames = [...ownEnvironmentNames, 'existing'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** What a target runs in. Ending it ends everything that was started in it. */
export interface RunningEnvironment extends AsyncDisposable {
  readonly name: EnvironmentName;
  /** Component → version, in a stable order: etcd, kube-apiserver, kube-controller-manager, MariaDB … */
  readonly versions: Readonly<Record<string, string>>;
  readonly kubernetes: KubernetesAccess;
  /** Absent where the harness cannot look into it. */
  readonly database?: DatabaseAccess;
  /** Private (0700) folder of this environment; removed at the end. */
  readonly stateDirectory: string;
  /** An address of this machine at which targets reach servers of the harness: 127.0.0.1, or a container network's gateway. */
  readonly hostAddress: string;
  /** Makes somebody of any name and groups whom the API server takes for them. */
  clientIdentity(user: string, groups: readonly string[]): Promise<ClientIdentity>;
  /** What is asked of the Kubernetes API. Throws where the environment has no such log. */
  auditEvents(): AuditLog;
  /** Ways to the Kubernetes API on which access and token reviews can be made to fail. */
  readonly reviewOutages: ReviewOutages;
  /**
   * Waits until the garbage collector knows custom resources that were just defined, and restarts kube-controller-manager
   * where that is possible (1 to 2 s): it learns of them only every 30 s, or at its start, and until then the first deletion
   * of an owner takes that long.
   */
  restartControllers(): Promise<void>;
  /** Aborted, with an EnvironmentError for its reason, when a component of it has ended by itself. */
  readonly broken: AbortSignal;
  /** Copies the logs of everything that runs in it, with secrets redacted, into a folder. */
  copyLogs(directory: string): Promise<void>;
}

/** A way to get an environment. `progress` gets one short line a step. */
export interface Environment {
  start(progress: (line: string) => void, signal: AbortSignal): Promise<RunningEnvironment>;
}
