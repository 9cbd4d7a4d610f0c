import type { ClientCertificate, OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import type { Command } from '../../processes/running-process.ts';
import type { DatabaseAccess, Environment, RunningEnvironment } from '../environment.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** What a local environment has beyond the interface. */
export interface RunningLocalEnvironment extends RunningEnvironment {
  readonly kubernetes: OwnKubernetesAccess;
  readonly database: DatabaseAccess;
  /** A loopback port that is free and that no other caller of this environment was given. */
  freePort(): Promise<number>;
  /** A server certificate for 127.0.0.1 and localhost, signed by `ca`: files in the state folder, and the CA's PEM. */
  serverCertificate(name: string): Promise<{ certificatePath: string; keyPath: string; ca: string }>;
  clientIdentity(user: string, groups: readonly string[]): Promise<ClientCertificate>;
  /**
   * A kubeconfig file of such an identity, mode 0600, in the state folder. `server` where it goes by another way than
   * straight to the API server; that server's certificate is to be one of `serverCertificate`.
   */
  clientKubeconfig(name: string, user: string, groups: readonly string[], server?: string): Promise<string>;
  /** Starts a supervised process of this environment. */
  spawn(name: string, command: Command): Promise<SupervisedProcess>;
  /** `http://127.0.0.1:PORT` */
  readonly etcdEndpoint: string;
  /** Every process started and not ended, oldest first: etcd, kube-apiserver, kube-controller-manager, mariadb, targets. */
  processes(): readonly SupervisedProcess[];
}

export interface LocalEnvironment extends Environment {
  start(progress: (line: string) => void, signal: AbortSignal): Promise<RunningLocalEnvironment>;
}
