import type { PodPort } from '../../clients/kubeconfig.ts';
import { object } from '../../clients/json-response.ts';
import type { ProcessState } from '../target-host.ts';
import { describePods, podStateOf, type PodState } from '../../cluster/pod-state.ts';
import { rollOut } from '../../cluster/roll-out.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { InstalledService } from '../../environments/existing/connection/api-server.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { restPort } from '../../environments/existing/connection/connect.ts';
import { readyPods } from '../../environments/existing/connection/ready-pod.ts';
import { waitUntil } from '../../waiting/wait-until.ts';

/** The pods of an installed API server. A replica is a place that one pod after another takes. */
export interface InstalledReplicas {
  /** The pod that has the place of a replica at this moment. */
  podOf(replica: number): Promise<PodPort>;
  state(replica: number): Promise<ProcessState>;
  /** Deletes the pod of a replica (absent: of all); resolves when they are gone and others are ready in their place. */
  restart(replica?: number): Promise<void>;
  /** Replaces all as a new image would; resolves when the Deployment says that it is done. */
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
  /** Names of pods, by replica. */
  const taken: (string | undefined)[] = Array.from({ length: count }, () => undefined);
  const all = async (): Promise<readonly PodState[]> => {
    const service = await cluster.get(`/api/v1/namespaces/${place.namespace}/services/${place.service}`);
    const labels = {
      ...object(object(service ?? {}, 'spec'), 'selector'),
      // The Service may lead to pods of others too.
      ...object(object(object((await cluster.get(path)) ?? {}, 'spec'), 'selector'), 'matchLabels'),
    };
    const query = {
      labelSelector: Object.entries(labels)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(),
      // Those that were evicted stay, and serve nobody.
      fieldSelector: 'status.phase!=Failed,status.phase!=Succeeded',
    };
    return ((await cluster.list(collection, query)) ?? []).map(podStateOf);
  };
  const staying = async (): Promise<readonly PodState[]> =>
    (await all())
      .filter(({ terminating }) => !terminating)
      .toSorted((one, other) => one.createdAt.localeCompare(other.createdAt));
  /** A place whose pod has gone is given to one that has none. */
  const placed = async (): Promise<readonly (PodState | undefined)[]> => {
    const pods = await staying();
    for (const [replica, name] of taken.entries())
      if (!pods.some((pod) => pod.name === name)) taken[replica] = undefined;
    for (const pod of pods.filter(({ ready, name }) => ready && !taken.includes(name))) {
      const free = taken.indexOf(undefined);
      if (free >= 0) taken[free] = pod.name;
    }
    return taken.map((name) => pods.find((pod) => pod.name === name));
  };
  const ofReplica = async (replica: number): Promise<PodState> => {
    const pod = (await placed())[replica];
    if (pod === undefined)
      throw new EnvironmentError(
        `replica ${replica + 1} of ${place.namespace}/${deployment} has no ready pod at this moment`,
      );
    return pod;
  };
  return {
    podOf: async (replica) => {
      const { name } = await ofReplica(replica);
      const found = (await readyPods(cluster, { ...place, port: restPort })).find(({ pod }) => pod === name);
      if (found === undefined) throw new EnvironmentError(`pod ${place.namespace}/${name} is not ready at this moment`);
      return found;
    },
    state: async (replica) => {
      const pod = (await placed())[replica];
      return pod === undefined
        ? { identity: 'none', running: false }
        : { identity: `${pod.uid} ${pod.restarts}`, running: pod.ready };
    },
    restart: async (replica) => {
      const old = replica === undefined ? await staying() : [await ofReplica(replica)];
      for (const { name } of old) await cluster.delete(`${collection}/${name}`);
      const gone = new Set(old.map(({ uid }) => uid));
      // Not the number that was ready when the run began: all that are wanted come back.
      const wanted = Number(object((await cluster.get(path)) ?? {}, 'spec')['replicas'] ?? 1);
      await waitUntil(
        {
          name: `${wanted} ready pods of ${place.namespace}/${deployment}`,
          deadlineMs,
          intervalMs,
          look: async () => {
            // A terminating pod goes on answering: those that were deleted must be gone.
            const pods = (await all()).filter((pod) => !pod.terminating || gone.has(pod.uid));
            const ready = pods.filter((pod) => pod.ready && !gone.has(pod.uid));
            return ready.length === wanted && pods.length === wanted
              ? { done: undefined }
              : { observed: describePods(pods) };
          },
        },
        { signal },
      );
      await placed();
    },
    rollOut: async () => {
      await rollOut(cluster, place.namespace, deployment, { signal });
      await placed();
    },
  };
};
