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

/** The manifests of a KFP distribution. */
export interface ShippedDistribution {
  readonly documents: readonly Json[];
  /** The namespace of its API server. */
  readonly namespace: string;
}

const isOf = (kind: string, name: string) => (document: Json) =>
  text(document, 'kind') === kind && text(object(document, 'metadata'), 'name') === name;

/** Reads the manifests at `place`. Throws a UsageError if they do not contain an API server. */
export const shippedDistribution = async (place: string, waiting: Waiting): Promise<ShippedDistribution> => {
  const documents = await manifestDocuments(place, waiting);
  const server = documents.find(isOf('Deployment', serverName));
  if (server === undefined || !documents.some(isOf('Service', serverName)))
    throw new UsageError(
      `--target manifests: ${place} has no Deployment and Service named ${serverName}; if these manifests do not include the API server, choose it with --target`,
    );
  return { documents, namespace: text(object(server, 'metadata'), 'namespace') || 'default' };
};

const imagesOf = (documents: readonly Json[]): readonly string[] => {
  const pods = documents.map((document) => object(object(object(document, 'spec'), 'template'), 'spec'));
  const containers = pods.flatMap((pod) => [...objects(pod, 'initContainers'), ...objects(pod, 'containers')]);
  return [...new Set(containers.map((container) => text(container, 'image')).filter((image) => image !== ''))];
};

/** Copies images that the container engine has to the node; the node pulls all others from their registries. */
const loadImages = async (
  documents: readonly Json[],
  { engine, cluster }: RunningKindEnvironment,
  { progress, signal }: Waiting,
): Promise<void> => {
  const progressLines = { line: progress };
  for (const reference of imagesOf(documents)) {
    if (!(await hasEngineImage(engine, reference))) continue;
    const { archive } = await imageFromEngine(
      engine,
      await engineImage(engine, reference, progressLines, signal),
      progressLines,
      signal,
    );
    progress(`${cluster.name}: loading image ${reference}`);
    await cluster.loadImage(archive);
  }
};

/** Namespaces and CRDs are applied first, because other objects depend on them. */
const isPrerequisite = (document: Json): boolean =>
  ['Namespace', 'CustomResourceDefinition'].includes(text(document, 'kind'));

const inNode = '/kind/shipped.yaml';
const establishedSeconds = 60;
const readySeconds = 600;
const readyIntervalMs = 500;

/** Waits until as many pods of the API server's Deployment are ready as its spec requires. */
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
          observed: `replicas: ${JSON.stringify({ ready, wanted })}; pods in its namespace: ${describePods(pods)}`,
        };
      },
    },
    waiting,
  );
};

/**
 * Deploys a distribution with the node's kubectl, which knows the API path of every kind, then waits for its API
 * server.
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
  await apply(documents.filter(isPrerequisite));
  if (documents.some((document) => text(document, 'kind') === 'CustomResourceDefinition'))
    await cluster.kubectl(
      'wait',
      '--for=condition=Established',
      'crd',
      '--all',
      `--timeout=${patience(establishedSeconds)}s`,
    );
  await apply(documents.filter((document) => !isPrerequisite(document)));
  await awaitDeployment(clusterClient(connectionOf(environment.kubernetes)), namespace, waiting);
};
