import type { ClientCertificate, OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import type { KeyPair } from '../../certificates/authority.ts';
import type { ContainerEngine } from '../../containers/container-engine.ts';
import type { DatabaseAccess, Environment, RunningEnvironment } from '../environment.ts';
import type { AllocatedPort } from './node-ports.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

/** A running environment `kind`, with its specific capabilities. */
export interface RunningKindEnvironment extends RunningEnvironment {
  readonly kubernetes: OwnKubernetesAccess;
  readonly cluster: StartedKindCluster;
  readonly engine: ContainerEngine;
  readonly database: DatabaseAccess;
  /** The address of the database for pods. */
  readonly databaseInCluster: Pick<DatabaseAccess, 'host' | 'port'>;
  /** Allocates a NodePort that is published on this machine's loopback. */
  allocateNodePort(): AllocatedPort;
  releaseNodePort(port: AllocatedPort): void;
  clientIdentity(user: string, groups: readonly string[]): Promise<ClientCertificate>;
  /** A certificate of the cluster's authority for a server with these names or addresses; its clients must trust `ca`. */
  serverCertificate(names: readonly string[]): Promise<KeyPair & { readonly ca: string }>;
  /** The content of a kubeconfig file for a pod that authenticates as `user` at the Kubernetes API at `endpoint`. */
  podKubeconfig(endpoint: string, user: string, groups: readonly string[]): Promise<string>;
  /** Whether a container of a pod runs. `containerId` is the id from the pod's status without `containerd://`. */
  isRunning(containerId: string): Promise<boolean>;
}

export interface KindEnvironment extends Environment {
  start(progress: (line: string) => void, signal: AbortSignal): Promise<RunningKindEnvironment>;
}
