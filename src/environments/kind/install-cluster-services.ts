import type { ContainerEngine } from '../../containers/container-engine.ts';
import type { LocalImage } from '../../containers/images/local-image.ts';
import { auditLog } from '../audit/read-audit-log.ts';
import { reviewOutages } from '../reviews/review-outages.ts';
import { awaitClusterDns } from './await-cluster-dns.ts';
import { clusterClient } from '../../cluster/cluster-client.ts';
import { isAnswering } from '../../cluster/is-answering.ts';
import { connectionOf } from '../../cluster/kubernetes-access.ts';
import { startClusterDatabase } from './cluster-database.ts';
import { administratorAccess, clusterAuthority, clusterIdentities } from './cluster-identities.ts';
import { engineName } from './engine-name.ts';
import type { RunningKindEnvironment } from './running-kind-environment.ts';
import { nodePorts } from './node-ports.ts';
import { watchNode } from './node-watch.ts';
import { requireHostReachable } from './require-host-reachable.ts';
import { restartControllers } from './restart-controllers.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';
import { rootCauseSignal } from './root-cause-signal.ts';

/** The time-out for requests to an API server that may have exited or be overloaded. */
const shortTimeoutMs = 2000;

/** A cluster and the inputs for its services. */
export interface ClusterParts {
  readonly engine: ContainerEngine;
  readonly nodeImage: string;
  readonly cluster: StartedKindCluster;
  readonly databaseImage: LocalImage;
  readonly stateDirectory: string;
  /** The path of the audit log; undefined if auditing is off. */
  readonly logPath: string | undefined;
}

/** Installs the services that turn a cluster into an environment. Disposable resources are added to `stack`. */
export const installClusterServices = async (
  { engine, nodeImage, cluster, databaseImage, stateDirectory, logPath }: ClusterParts,
  stack: AsyncDisposableStack,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<Omit<RunningKindEnvironment, typeof Symbol.asyncDispose>> => {
  const ports = nodePorts((port) => cluster.getMappedPort(port));
  progress(`${cluster.name}: starting the database`);
  const [authority] = await Promise.all([
    clusterAuthority(cluster),
    requireHostReachable(cluster, cluster.gateway),
    cluster.loadImage(databaseImage.archive),
  ]);
  const kubernetes = await administratorAccess(cluster, authority, stateDirectory);
  signal.throwIfAborted();
  const connection = connectionOf(kubernetes);
  const client = clusterClient(connection);
  const shortTimeoutClient = clusterClient(connection, { timeoutMs: shortTimeoutMs });
  const database = stack.use(await startClusterDatabase(cluster, client, databaseImage, ports.allocate(), signal));
  await awaitClusterDns(shortTimeoutClient, signal);
  const audit = logPath === undefined ? undefined : stack.use(auditLog(logPath));
  const outages = stack.use(reviewOutages(authority, kubernetes, cluster.gateway));
  const node = await watchNode(cluster);
  stack.defer(() => node.release());
  const broken = rootCauseSignal({
    engine: engine.broken,
    node: node.broken,
    database: database.broken,
    nodeAnswers: () => isAnswering(shortTimeoutClient),
  });
  return {
    name: 'kind',
    versions: {
      Kubernetes: cluster.version.replace(/^v/, ''),
      [database.access.product]: database.access.version,
      'container engine': await engineName(engine),
      'node image': nodeImage,
    },
    kubernetes,
    cluster,
    engine,
    database: database.access,
    databaseInCluster: database.inCluster,
    stateDirectory,
    hostAddress: cluster.gateway,
    ...clusterIdentities(authority),
    allocateNodePort: ports.allocate,
    releaseNodePort: ports.release,
    isRunning: async (containerId) =>
      (await cluster.run('ctr', '--namespace=k8s.io', 'tasks', 'ls'))
        .split('\n')
        .some((line) => line.startsWith(`${containerId} `) && line.includes('RUNNING')),
    reviewOutages: outages,
    auditEvents: () => {
      if (audit === undefined)
        throw new Error('this environment was started without an audit log: kind({ audit: true })');
      return audit;
    },
    restartControllers: () => restartControllers(cluster, client, AbortSignal.any([signal, broken])),
    broken,
    copyLogs: (directory) => cluster.copyLogs(directory, [database.access.password]),
  };
};
