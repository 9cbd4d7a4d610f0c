import type { ClientCertificate, OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import type { Command } from '../../processes/running-process.ts';
import type { DatabaseAccess, Environment, RunningEnvironment } from '../environment.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import type { ReportedSettings } from './reported-settings.ts';
import type { Snapshot } from './snapshots/snapshot-manifest.ts';
import type { StoppedServer } from '../../processes/stopped-server.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** A running local environment, with its specific capabilities. */
export interface RunningLocalEnvironment extends RunningEnvironment {
  readonly kubernetes: OwnKubernetesAccess;
  readonly database: DatabaseAccess;
  reportedSettings(): Promise<ReportedSettings>;
  /** A free loopback port that this environment has not allocated before. */
  freePort(): Promise<number>;
  /** A server certificate for 127.0.0.1 and localhost, signed by `ca`: files in the state directory, and the CA's PEM. */
  serverCertificate(name: string): Promise<{ certificatePath: string; keyPath: string; ca: string }>;
  clientIdentity(user: string, groups: readonly string[]): Promise<ClientCertificate>;
  /**
   * A kubeconfig file of such an identity in the state directory, with mode 0600. `server` replaces the address of the API
   * server, for example by a proxy, whose certificate must come from `serverCertificate`.
   */
  clientKubeconfig(name: string, user: string, groups: readonly string[], server?: string): Promise<string>;
  /** Starts a supervised process of this environment. */
  spawn(name: string, command: Command): Promise<SupervisedProcess>;
  /** `http://127.0.0.1:PORT` */
  readonly etcdEndpoint: string;
  /** The bytes that a snapshot would take at most, nearly. Throws a UsageError if the database is an external one. */
  snapshotBytes(): Promise<number>;
  /**
   * Saves the data of etcd and MariaDB to a new directory, from which `local({ from: directory })` starts. `content` says in
   * the manifest what the data are. Nothing may write in the meantime. MariaDB is stopped while its files are copied, so
   * targets lose their connections to it. A failure or an abort removes the directory.
   */
  saveSnapshot(directory: string, content: Readonly<Record<string, string>>, waiting: Waiting): Promise<Snapshot>;
  /**
   * Ends kube-apiserver alone, without a shutdown. It starts again over whatever etcd holds, and is ready when its readiness
   * checks pass.
   */
  stopApiServer(): Promise<StoppedServer>;
  /** The running processes, oldest first: etcd, kube-apiserver, kube-controller-manager, mariadb, targets. */
  processes(): readonly SupervisedProcess[];
}

export interface LocalEnvironment extends Environment {
  start(progress: (line: string) => void, signal: AbortSignal): Promise<RunningLocalEnvironment>;
}
