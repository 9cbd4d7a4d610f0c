import { stringify } from 'yaml';
import { UsageError } from '../../failures/usage-error.ts';
import { object, objects, text, type Json } from '../../clients/json-response.ts';
import { clusterClient, type ClusterClient } from '../../cluster/cluster-client.ts';
import { connectionOf } from '../../cluster/kubernetes-access.ts';
import { describePods, podStateOf } from '../../cluster/pod-state.ts';
import type { RunningKindEnvironment } from '../../environments/kind/running-kind-environment.ts';
import { hasEngineImage, engineImage, imageFromEngine } from '../../containers/images/engine-image.ts';
import { manifestDocuments } from '../../cluster/manifest-documents.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { serverName } from '../../contract/server-name.ts';
import { patience } from '../../waiting/slowness.ts';
import { waitUntil } from '../../waiting/wait-until.ts';

/** A distribution as it is shipped. */
export interface ShippedDistribution {
  readonly documents: readonly Json[];
  /** Of its API server. */
  readonly namespace: string;
}

const isOf = (kind: string, name: string) => (document: Json) =>
  text(document, 'kind') === kind && text(object(document, 'metadata'), 'name') === name;

/** Throws a UsageError where no API server is among them. */
export const shippedDistribution = async (place: string, waiting: Waiting): Promise<ShippedDistribution> => {
  const documents = await manifestDocuments(place, waiting);
  const server = documents.find(isOf('Deployment', serverName));
  if (server === undefined || !documents.some(isOf('Service', serverName)))
    throw new UsageError(
      `--target manifests: ${place} has no Deployment and Service called ${serverName}; name the API server with --target where the manifests have only what belongs to it`,
    );
  return { documents, namespace: text(object(server, 'metadata'), 'namespace') || 'default' };
};

const imagesOf = (documents: readonly Json[]): readonly string[] => {
  const pods = documents.map((document) => object(object(object(document, 'spec'), 'template'), 'spec'));
  const containers = pods.flatMap((pod) => [...objects(pod, 'initContainers'), ...objects(pod, 'containers')]);
  return [...new Set(containers.map((container) => text(container, 'image')).filter((image) => image !== ''))];
};

/** What the engine has the node gets; for the rest it asks its registry. */
const loadImages = async (
  documents: readonly Json[],
  { engine, cluster }: RunningKindEnvironment,
  { progress, signal }: Waiting,
): Promise<void> => {
  const told = { line: progress };
  for (const reference of imagesOf(documents)) {
    if (!(await hasEngineImage(engine, reference))) continue;
    const { archive } = await imageFromEngine(engine, await engineImage(engine, reference, told, signal), told, signal);
    progress(`${cluster.name}: loading ${reference}`);
    await cluster.loadImage(archive);
  }
};

/** What others lie in, or are of a kind of, comes first. */
const early = (document: Json): boolean => ['Namespace', 'CustomResourceDefinition'].includes(text(document, 'kind'));

const inNode = '/kind/shipped.yaml';
const establishedSeconds = 60;
const readySeconds = 600;
const readyIntervalMs = 500;

/** Waits until as many pods of the API server's Deployment are ready as it wants. */
const awaitDeployment = async (cluster: ClusterClient, namespace: string, waiting: Waiting): Promise<void> => {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${serverName}`;
  await waitUntil(
    {
      name: `all replicas of Deployment ${namespace}/${serverName} ready`,
      deadlineMs: readySeconds * 1000,
      intervalMs: readyIntervalMs,
      look: async () => {
        const deployment = (await cluster.get(path)) ?? {};
        const wanted = object(deployment, 'spec')['replicas'];
        const ready = object(deployment, 'status')['readyReplicas'];
        if (ready !== undefined && ready === wanted) return { done: undefined };
        const pods = ((await cluster.list(`/api/v1/namespaces/${namespace}/pods`)) ?? []).map(podStateOf);
        return {
          observed: `ready: ${JSON.stringify({ ready, wanted })}; its namespace's pods: ${describePods(pods)}`,
        };
      },
    },
    waiting,
  );
};

/**
 * Deploys a distribution as `kubectl apply` does, by the node's kubectl, which knows the path of every kind; then waits for its
 * API server.
 */
export const deployShipped = async (
  { documents, namespace }: ShippedDistribution,
  environment: RunningKindEnvironment,
  waiting: Waiting,
): Promise<void> => {
  const { cluster } = environment;
  await loadImages(documents, environment, waiting);
  const apply = async (some: readonly Json[]): Promise<void> => {
    if (some.length === 0) return;
    const content = some.map((document) => stringify(document)).join('---\n');
    await cluster.copyContentToContainer([{ target: inNode, content }]);
    await cluster.kubectl('apply', '--server-side', '--force-conflicts', '-f', inNode);
  };
  waiting.progress(`${cluster.name}: deploying ${documents.length} objects as shipped`);
  await apply(documents.filter(early));
  if (documents.some((document) => text(document, 'kind') === 'CustomResourceDefinition'))
    await cluster.kubectl(
      'wait',
      '--for=condition=Established',
      'crd',
      '--all',
      `--timeout=${patience(establishedSeconds)}s`,
    );
  await apply(documents.filter((document) => !early(document)));
  await awaitDeployment(clusterClient(connectionOf(environment.kubernetes)), namespace, waiting);
};
