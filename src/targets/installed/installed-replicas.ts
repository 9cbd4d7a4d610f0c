import type { PodPort } from '../../clients/kubeconfig.ts';
import { object, type Json } from '../../clients/json-response.ts';
import type { ProcessState } from '../target-host.ts';
import { describePods, podStateOf, type PodState } from '../../cluster/pod-state.ts';
import { rollOut } from '../../cluster/roll-out.ts';
import { serverImageDigests } from '../../cluster/server-image-digests.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { InstalledService } from '../../environments/existing/connection/api-server.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { restPort } from '../../environments/existing/connection/connect.ts';
import { readyPods } from '../../environments/existing/connection/ready-pod.ts';
import { counted } from '../../text/counted.ts';
import { waitUntil } from '../../waiting/wait-until.ts';

/** The pods of an installed API server. A replica is a slot, filled by one pod after another. */
export interface InstalledReplicas {
  /** The digests of the image that all its pods run; see `serverImageDigests`. Throws if there are none. */
  digests(): Promise<readonly string[]>;
  /** The current pod of a replica. */
  podOf(replica: number): Promise<PodPort>;
  state(replica: number): Promise<ProcessState>;
  /**
   * Deletes the pod of a replica (default: of all replicas); resolves when the deleted pods are gone and new ones are
   * ready.
   */
  restart(replica?: number): Promise<void>;
  /** Replaces all pods as a new image would; resolves when the Deployment reports that the roll-out is complete. */
  rollOut(): Promise<void>;
}

export interface InstalledReplicasOptions {
  readonly cluster: ClusterClient;
  readonly place: InstalledService;
  readonly deployment: string;
  readonly count: number;
}

const deadlineMs = 180_000;
const intervalMs = 200;

export const installedReplicas = (
  { cluster, place, deployment, count }: InstalledReplicasOptions,
  { signal }: Pick<Waiting, 'signal'>,
): InstalledReplicas => {
  const collection = `/api/v1/namespaces/${place.namespace}/pods`;
  const path = `/apis/apps/v1/namespaces/${place.namespace}/deployments/${deployment}`;
  /** The pod name of each replica. */
  const assigned: (string | undefined)[] = Array.from({ length: count }, () => undefined);
  /** Without these selectors every pod of the namespace would be taken for a replica. */
  const specOf = async (what: string): Promise<Json> => {
    const found = await cluster.get(what);
    if (found === undefined)
      throw new EnvironmentError(`the API server is gone from the cluster: there is no ${what}; was it removed?`);
    return object(found, 'spec');
  };
  const listPods = async (): Promise<readonly Json[]> => {
    const service = await specOf(`/api/v1/namespaces/${place.namespace}/services/${place.service}`);
    const labels = {
      ...object(service, 'selector'),
      // The selector of the Service may match pods of other Deployments.
      ...object(object(await specOf(path), 'selector'), 'matchLabels'),
    };
    const query = {
      labelSelector: Object.entries(labels)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(),
      // Evicted pods remain listed but do not serve requests.
      fieldSelector: 'status.phase!=Failed,status.phase!=Succeeded',
    };
    return (await cluster.list(collection, query)) ?? [];
  };
  const all = async (): Promise<readonly PodState[]> => (await listPods()).map(podStateOf);
  const staying = async (): Promise<readonly PodState[]> =>
    (await all())
      .filter(({ terminating }) => !terminating)
      .toSorted((one, other) => one.createdAt.localeCompare(other.createdAt));
  /** Assigns pods without a replica to replicas whose pod is gone. */
  const assignPods = async (): Promise<readonly (PodState | undefined)[]> => {
    const pods = await staying();
    for (const [replica, name] of assigned.entries())
      if (!pods.some((pod) => pod.name === name)) assigned[replica] = undefined;
    for (const pod of pods.filter(({ ready, name }) => ready && !assigned.includes(name))) {
      const free = assigned.indexOf(undefined);
      if (free >= 0) assigned[free] = pod.name;
    }
    return assigned.map((name) => pods.find((pod) => pod.name === name));
  };
  const ofReplica = async (replica: number): Promise<PodState> => {
    const pod = (await assignPods())[replica];
    if (pod === undefined)
      throw new EnvironmentError(`replica ${replica + 1} of ${place.namespace}/${deployment} has no ready pod`);
    return pod;
  };
  return {
    digests: async () => {
      const pods = await listPods();
      const digests = serverImageDigests(pods);
      if (digests.length === 0)
        throw new EnvironmentError(
          `the status of the ${counted(pods.length, 'pod')} of ${place.namespace}/${deployment} shows no digest of an image that they have in common`,
        );
      return digests;
    },
    podOf: async (replica) => {
      const { name } = await ofReplica(replica);
      const found = (await readyPods(cluster, { ...place, port: restPort })).find(({ pod }) => pod === name);
      if (found === undefined) throw new EnvironmentError(`pod ${place.namespace}/${name} is not ready`);
      return found;
    },
    state: async (replica) => {
      const pod = (await assignPods())[replica];
      return pod === undefined
        ? { identity: 'none', running: false }
        : { identity: `${pod.uid} ${pod.restarts}`, running: pod.ready };
    },
    restart: async (replica) => {
      const old = replica === undefined ? await staying() : [await ofReplica(replica)];
      for (const { name } of old) await cluster.delete(`${collection}/${name}`);
      const gone = new Set(old.map(({ uid }) => uid));
      // The Deployment's replica count, which may exceed the number of pods that were ready when the run began.
      const wanted = Number((await specOf(path))['replicas'] ?? 1);
      await waitUntil(
        {
          name: `${wanted} ready pods of ${place.namespace}/${deployment}`,
          deadlineMs,
          intervalMs,
          look: async () => {
            // A terminating pod still answers, so the deleted pods must be gone.
            const pods = (await all()).filter((pod) => !pod.terminating || gone.has(pod.uid));
            const ready = pods.filter((pod) => pod.ready && !gone.has(pod.uid));
            return ready.length === wanted && pods.length === wanted
              ? { done: undefined }
              : { observed: describePods(pods) };
          },
        },
        { signal },
      );
      await assignPods();
    },
    rollOut: async () => {
      await rollOut(cluster, place.namespace, deployment, { signal });
      await assignPods();
    },
  };
};
