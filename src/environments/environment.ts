import type { KubernetesAccess, ClientIdentity } from '../cluster/kubernetes-access.ts';
import type { AuditLog } from './audit-log.ts';
import type { ReviewOutages } from './review-outage.ts';

/** The SQL server of an environment and a user with permission to create databases. */
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

/** Environments that the harness creates. Its own tests also run in them. */
export const ownEnvironmentNames = ['local', 'kind'] as const;
export type OwnEnvironmentName = (typeof ownEnvironmentNames)[number];

export const environmentNames = [...ownEnvironmentNames, 'existing'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** The environment that a target runs in. Disposing of it stops everything started in it. */
export interface RunningEnvironment extends AsyncDisposable {
  readonly name: EnvironmentName;
  /** Component → version, in a stable order: etcd, kube-apiserver, kube-controller-manager, MariaDB … */
  readonly versions: Readonly<Record<string, string>>;
  readonly kubernetes: KubernetesAccess;
  /** Absent if the harness has no access to the database. */
  readonly database?: DatabaseAccess;
  /** Private (0700) directory of this environment, removed when the environment is disposed of. */
  readonly stateDirectory: string;
  /** The address of this machine at which targets reach servers of the harness: 127.0.0.1 or a container network's gateway. */
  readonly hostAddress: string;
  /** Creates credentials that the API server authenticates as the given user and groups. */
  clientIdentity(user: string, groups: readonly string[]): Promise<ClientIdentity>;
  /** The audit log of the Kubernetes API. Throws if the environment has none. */
  auditEvents(): AuditLog;
  /** Proxies to the Kubernetes API that can make access and token reviews fail. */
  readonly reviewOutages: ReviewOutages;
  /**
   * Waits until the garbage collector has discovered newly defined custom resources. Restarts kube-controller-manager
   * where possible (1 to 2 s), because it discovers them only at its start and every 30 s, and until then the first
   * deletion of an owner takes that long.
   */
  restartControllers(): Promise<void>;
  /** Aborted with an EnvironmentError when a component of the environment has exited unexpectedly. */
  readonly broken: AbortSignal;
  /** Copies the logs of everything that runs in the environment into a directory and redacts the secrets. */
  copyLogs(directory: string): Promise<void>;
}

/** A kind of environment that can be started. `progress` receives one short line per step. */
export interface Environment {
  start(progress: (line: string) => void, signal: AbortSignal): Promise<RunningEnvironment>;
}
