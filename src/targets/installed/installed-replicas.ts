import { setTimeout as pause } from 'node:timers/promises';
import type { PodPort } from '../../clients/kubeconfig.ts';
import { object } from '../../clients/json-response.ts';
import type { ProcessState } from '../target-host.ts';
import { describedPods, podStateOf, type PodState } from '../../cluster/pod-state.ts';
import { isRolledOut } from '../../cluster/roll-out.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { InstallationPlace } from '../../environments/existing/connection/api-server.ts';
import { RefusedError, type ClusterClient } from '../../cluster/cluster-client.ts';
import { restPort } from '../../environments/existing/connection/connect.ts';
import { readyPods } from '../../environments/existing/connection/ready-pod.ts';
import { patience } from '../../waiting/slowness.ts';

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
  readonly place: InstallationPlace;
  readonly deployment: string;
  readonly count: number;
}

const deadlineMs = 180_000;
const pollMs = 200;

/** Waits for what is looked at. Throws an EnvironmentError with the last look at the deadline. */
const settled = async (
  what: string,
  look: () => Promise<string | undefined>,
  { signal }: Pick<Waiting, 'signal'>,
): Promise<void> => {
  const limitMs = patience(deadlineMs);
  const deadline = performance.now() + limitMs;
  for (;;) {
    signal.throwIfAborted();
    const seen = await look();
    if (seen === undefined) return;
    if (performance.now() > deadline)
      throw new EnvironmentError(`${what}: not within ${limitMs / 1000} s. Last seen: ${seen}`);
    await pause(pollMs);
  }
};

export const installedReplicas = (
  { cluster, place, deployment, count }: InstalledReplicasOptions,
  waiting: Pick<Waiting, 'signal'>,
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
    const query = new URLSearchParams({
      labelSelector: Object.entries(labels)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(),
      // Those that were evicted stay, and serve nobody.
      fieldSelector: 'status.phase!=Failed,status.phase!=Succeeded',
    });
    return ((await cluster.list(`${collection}?${query.toString()}`)) ?? []).map(podStateOf);
  };
  const staying = async (): Promise<readonly PodState[]> =>
    (await all())
      .filter(({ leaving }) => !leaving)
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
      for (const { name } of old) {
        const answer = await cluster.call('DELETE', `${collection}/${name}`);
        if (![200, 202, 404].includes(answer.status)) throw new RefusedError(`deleting pod ${name}`, answer);
      }
      const gone = new Set(old.map(({ uid }) => uid));
      // Not the number that was ready when the run began: all that are wanted come back.
      const wanted = Number(object((await cluster.get(path)) ?? {}, 'spec')['replicas'] ?? 1);
      await settled(
        `${wanted} ready pods of ${place.namespace}/${deployment}`,
        async () => {
          // One that is being ended goes on answering: those that were deleted are to be gone.
          const pods = (await all()).filter((pod) => !pod.leaving || gone.has(pod.uid));
          const ready = pods.filter((pod) => pod.ready && !gone.has(pod.uid));
          return ready.length === wanted && pods.length === wanted ? undefined : describedPods(pods);
        },
        waiting,
      );
      await placed();
    },
    rollOut: async () => {
      // As `kubectl rollout restart` does it.
      const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
      const answer = await cluster.call('PATCH', path, { spec: { template: { metadata: { annotations } } } });
      if (answer.status !== 200) throw new RefusedError(`rolling out ${place.namespace}/${deployment}`, answer);
      await settled(
        `the roll-out of ${place.namespace}/${deployment}`,
        async () => {
          const now = (await cluster.get(path)) ?? {};
          return isRolledOut(now) ? undefined : JSON.stringify(object(now, 'status'));
        },
        waiting,
      );
      await placed();
    },
  };
};
