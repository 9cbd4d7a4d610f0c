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

/** Where an installation is, and as whom it is reached. */
export interface ConnectionOptions extends RestOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** `kubeflow` by default. */
  readonly installationNamespace?: string;
  /** Private folder for credentials that are renewed. */
  readonly directory: string;
}

/** Both of its surfaces. */
export interface ConnectedInstallation extends AsyncDisposable {
  readonly context: string;
  readonly place: InstalledService;
  readonly cluster: ClusterClient;
  readonly rest: RestAccess;
  /** Forwards ports of pods as whom the context names. */
  readonly connector: PodConnector;
}

/** As KFP's manifests name it, and where it serves REST. */
export const restPort = 8888;

const choiceOf = ({ kubeconfig: file, context }: ConnectionOptions): KubeconfigChoice => ({
  ...(file !== undefined && { file }),
  ...(context !== undefined && { context }),
});

/** Throws a UsageError or an EnvironmentError where one of them is not reached. */
export const connectInstallation = async (
  options: ConnectionOptions,
  { progress, signal }: Waiting,
): Promise<ConnectedInstallation> => {
  const { directory, endpoint, installationNamespace: namespace = 'kubeflow' } = options;
  const chosen = await readKubeconfig(choiceOf(options));
  signal.throwIfAborted();
  await using stack = new AsyncDisposableStack();
  const { connection } = stack.use(await connectToKubernetes(chosen, { directory, told: progress }));
  const cluster = clusterClient(connection);
  const connector = podConnector(chosen);
  const wanted = { namespace, service: serverName, port: restPort };
  let forwarded: string | undefined;
  if (endpoint === undefined) {
    // That there is one is found out before anybody waits for it.
    const pod = await anyReadyPod(cluster, wanted);
    const choosePod = () => anyReadyPod(cluster, wanted);
    const forward = stack.use(await startPortForward({ connector, choosePod, told: progress }));
    forwarded = forward.origin;
    progress(`${forwarded} is forwarded to Service ${namespace}/${serverName}, port ${pod.port} of its pods`);
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
