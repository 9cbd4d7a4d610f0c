import type { ClientCertificate, OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import type { KeyPair } from '../../cluster/authority.ts';
import type { ContainerEngine } from '../../containers/container-engine.ts';
import type { DatabaseAccess, Environment, RunningEnvironment } from '../environment.ts';
import type { LentPort } from './node-ports.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

/** What the environment `kind` has beyond the interface. */
export interface RunningKindEnvironment extends RunningEnvironment {
  readonly kubernetes: OwnKubernetesAccess;
  readonly cluster: StartedKindCluster;
  readonly engine: ContainerEngine;
  readonly database: DatabaseAccess;
  /** The same as pods reach it. */
  readonly databaseInCluster: Pick<DatabaseAccess, 'host' | 'port'>;
  /** A NodePort that leads from this machine's loopback into the cluster. */
  lendNodePort(): LentPort;
  giveBackNodePort(port: LentPort): void;
  clientIdentity(user: string, groups: readonly string[]): Promise<ClientCertificate>;
  /** Of the cluster's authority, for a server with these names or addresses; `ca` is what its clients trust. */
  serverCertificate(names: readonly string[]): Promise<KeyPair & { readonly ca: string }>;
  /** What a kubeconfig file in a pod says: who comes as `user` to the Kubernetes API at `endpoint`. */
  podKubeconfig(endpoint: string, user: string, groups: readonly string[]): Promise<string>;
  /** Whether a container of a pod runs, by the id that the pod's status gives it, without `containerd://`. */
  isRunning(containerId: string): Promise<boolean>;
}

export interface KindEnvironment extends Environment {
  start(progress: (line: string) => void, signal: AbortSignal): Promise<RunningKindEnvironment>;
}
