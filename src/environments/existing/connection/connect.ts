import type { RestAccess } from '../../../clients/rest-access.ts';
import { podConnector, readKubeconfig, type KubeconfigChoice, type PodConnector } from '../../../clients/kubeconfig.ts';
import type { Waiting } from '../../../waiting/waiting.ts';
import type { InstalledService } from './api-server.ts';
import { serverName } from '../../../contract/server-name.ts';
import { clusterClient, type ClusterClient } from '../../../cluster/cluster-client.ts';
import { connectToKubernetes } from './kubernetes-connection.ts';
import { startPortForward } from './port-forward.ts';
import { anyReadyPod } from './ready-pod.ts';
import { restAccess, type RestOptions } from './rest-endpoint.ts';

/** The location of an installation, and the user who connects to it. */
export interface ConnectionOptions extends RestOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Default: `kubeflow`. */
  readonly installationNamespace?: string;
  /** A private folder for renewed credentials. */
  readonly directory: string;
}

/** Connections to both surfaces of an installation: the Kubernetes API and REST. */
export interface ConnectedInstallation extends AsyncDisposable {
  readonly context: string;
  readonly place: InstalledService;
  readonly cluster: ClusterClient;
  readonly rest: RestAccess;
  /** Forwards ports of pods, as the user of the context. */
  readonly connector: PodConnector;
}

/** The port on which KFP's manifests serve REST. */
export const restPort = 8888;

const choiceOf = ({ kubeconfig: file, context }: ConnectionOptions): KubeconfigChoice => ({
  ...(file !== undefined && { file }),
  ...(context !== undefined && { context }),
});

/** Throws a UsageError or an EnvironmentError if one of the two surfaces cannot be reached. */
export const connectInstallation = async (
  options: ConnectionOptions,
  { progress, signal }: Waiting,
): Promise<ConnectedInstallation> => {
  const { directory, endpoint, installationNamespace: namespace = 'kubeflow' } = options;
  const chosen = await readKubeconfig(choiceOf(options));
  signal.throwIfAborted();
  await using stack = new AsyncDisposableStack();
  const { connection } = stack.use(await connectToKubernetes(chosen, { directory, report: progress }));
  const cluster = clusterClient(connection);
  const connector = podConnector(chosen);
  const wanted = { namespace, service: serverName, port: restPort };
  let forwarded: string | undefined;
  if (endpoint === undefined) {
    // Fails early if no pod is ready.
    const pod = await anyReadyPod(cluster, wanted);
    const choosePod = () => anyReadyPod(cluster, wanted);
    const forward = stack.use(await startPortForward({ connector, choosePod, report: progress }));
    forwarded = forward.origin;
    progress(`forwarding ${forwarded} to port ${pod.port} of the pods of Service ${namespace}/${serverName}`);
  }
  const rest = await restAccess(options, cluster, forwarded);
  signal.throwIfAborted();
  const owned = stack.move();
  return {
    context: chosen.context,
    place: { namespace, service: serverName },
    cluster,
    rest,
    connector,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
