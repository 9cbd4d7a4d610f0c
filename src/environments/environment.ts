import type { AuditLog } from './audit-log.ts';
import type { ReviewOutages } from './review-outage.ts';

/** Where the Kubernetes API of an environment is reached, and with what. */
export interface KubernetesAccess {
  /** `https://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** PEM of the authority that signed the API server's certificate. */
  readonly ca: string;
  /** A cluster administrator's client certificate and key, PEM. */
  readonly certificate: string;
  readonly key: string;
  /** A kubeconfig file of the same administrator, mode 0600, in the environment's private state folder. */
  readonly kubeconfigPath: string;
}

/** A client certificate and its private key, PEM. */
export interface ClientIdentity {
  readonly certificate: string;
  readonly key: string;
}

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

/** A program to start: absolute path, arguments, and the whole environment it gets (nothing is inherited). */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A started process. Its output is kept in a log file in the private state folder. */
export interface RunningProcess extends AsyncDisposable {
  readonly name: string;
  readonly pid: number;
  /** Resolves when the process has ended: exit code or signal. */
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  /** The last lines of its output, oldest first. */
  lastLines(count: number): readonly string[];
  /** SIGKILL to its process group; resolves when it has ended. */
  kill(): Promise<void>;
  /** SIGTERM, again after a second (the KFP API server needs two), SIGKILL after five; resolves when it has ended. */
  stop(): Promise<void>;
}

/** A running set of components a target can be started in. Ending it ends every process it started. */
export interface RunningEnvironment extends AsyncDisposable {
  readonly name: 'local';
  /** Component → version, in a stable order: etcd, kube-apiserver, kube-controller-manager, MariaDB … */
  readonly versions: Readonly<Record<string, string>>;
  readonly kubernetes: KubernetesAccess;
  readonly database: DatabaseAccess;
  /** Private (0700) folder of this environment; removed at the end. */
  readonly stateDirectory: string;
  /** A loopback port that is free and that no other caller of this environment was given. */
  freePort(): Promise<number>;
  /** A server certificate for 127.0.0.1 and localhost, signed by `ca`: files in the state folder, and the CA's PEM. */
  serverCertificate(name: string): Promise<{ certificatePath: string; keyPath: string; ca: string }>;
  /** A certificate of a Kubernetes user and the groups it is in, which the API server takes for them. */
  clientIdentity(user: string, groups: readonly string[]): Promise<ClientIdentity>;
  /**
   * A kubeconfig file of such an identity, mode 0600, in the state folder. `server` where it goes by another way than
   * straight to the API server; that server's certificate is to be one of `serverCertificate`.
   */
  clientKubeconfig(name: string, user: string, groups: readonly string[], server?: string): Promise<string>;
  /** What is asked of the Kubernetes API. Throws where the environment was started without it. */
  auditEvents(): AuditLog;
  /** Ways to the Kubernetes API on which access and token reviews can be made to fail. */
  readonly reviewOutages: ReviewOutages;
  /** Starts a supervised process of this environment. */
  spawn(name: string, command: Command): Promise<RunningProcess>;
  /**
   * Restarts kube-controller-manager and waits until its garbage collector works (1 to 2 s). The collector learns of new
   * custom resources only every 30 s, or at its start: call this after applying CRDs, or the first deletion of an owner
   * takes that long.
   */
  restartControllers(): Promise<void>;
  /** Aborted, with an EnvironmentError for its reason, when a component of it has ended by itself. */
  readonly broken: AbortSignal;
  /** Copies the logs of all processes, with secrets redacted, into a folder. */
  copyLogs(directory: string): Promise<void>;
}

/** A way to get an environment. `progress` gets one short line a step. */
export interface Environment {
  start(progress: (line: string) => void, signal: AbortSignal): Promise<RunningEnvironment>;
}
