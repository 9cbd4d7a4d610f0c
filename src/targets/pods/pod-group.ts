import type { ClusterClient } from '../../cluster/cluster-client.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { describePods, podStateOf, type PodState } from '../../cluster/pod-state.ts';
import { replicaLabel } from './server-objects.ts';
import { serverName } from '../../contract/server-name.ts';
import { waitUntil, WaitTimeoutError } from '../../waiting/wait-until.ts';
import { TargetNotReadyError } from '../target-not-ready-error.ts';

const deadlineMs = 180_000;
const intervalMs = 100;
/** The time in which nodes stop routing connections of a Service to a terminating pod. */
const drainSeconds = 3;
/**
 * With a grace period of 0 the pod is removed from the API before its container has ended, which still answers on kept
 * connections.
 */
const terminationSeconds = 1;

/** The pods of one server's Deployment. */
export interface PodGroup {
  /** Pods that are not terminating, by replica; pods without a replica number are absent. */
  numbered(): Promise<ReadonlyMap<number, PodState>>;
  /**
   * Waits until the pods in `removed` are gone and there is a ready pod for each replica, then numbers them. Throws a
   * TargetNotReadyError if the container of one that is not ready has ended, else an EnvironmentError.
   */
  settle(removed?: ReadonlySet<string>): Promise<void>;
  /** Deletes pods; resolves when all are gone and replaced. */
  replace(pods: readonly PodState[]): Promise<void>;
}

const numberOf = ({ labels }: PodState): number | undefined => {
  const label = labels[replicaLabel];
  return typeof label === 'string' ? Number(label) : undefined;
};

export const podGroup = (
  cluster: ClusterClient,
  { namespace, replicas }: { readonly namespace: string; readonly replicas: number },
  waiting: Waiting,
): PodGroup => {
  const collection = `/api/v1/namespaces/${namespace}/pods`;
  const all = async (): Promise<readonly PodState[]> =>
    ((await cluster.list(collection, { labelSelector: `app=${serverName}` })) ?? []).map(podStateOf);
  const isActive = ({ terminating }: PodState): boolean => !terminating;
  const number = async (pods: readonly PodState[]): Promise<void> => {
    const taken = new Set(pods.map(numberOf));
    const free = Array.from({ length: replicas }, (_, index) => index).filter((index) => !taken.has(index));
    const unnumbered = pods
      .filter((pod) => numberOf(pod) === undefined)
      .toSorted((one, other) => one.createdAt.localeCompare(other.createdAt));
    for (const [position, pod] of unnumbered.entries())
      await cluster.patch(`${collection}/${pod.name}`, {
        metadata: { labels: { [replicaLabel]: String(free[position]) } },
      });
  };
  const settle: PodGroup['settle'] = async (removed = new Set()) => {
    let last: readonly PodState[] = [];
    const settled = waitUntil<readonly PodState[]>(
      {
        name: `the pods of ${namespace}`,
        timeoutSummary: (seconds, observed) =>
          `expected ${replicas} ready pods of ${serverName} in ${namespace} within ${seconds} s, and there are: ${observed}`,
        deadlineMs,
        intervalMs,
        look: async () => {
          const pods = (await all()).filter((pod) => isActive(pod) || removed.has(pod.uid));
          last = pods;
          const found = pods.filter((pod) => pod.ready && !removed.has(pod.uid));
          return found.length === replicas && pods.length === replicas
            ? { done: found }
            : { observed: describePods(pods) };
        },
      },
      waiting,
    );
    const ready = await settled.catch((cause: unknown) => {
      const hasEnded = last.some((pod) => !pod.ready && !pod.terminating && pod.lastTermination !== '');
      if (!hasEnded || !(cause instanceof WaitTimeoutError)) throw cause;
      throw new TargetNotReadyError(cause.summary, { cause, ...cause.details });
    });
    await number(ready);
  };
  return {
    numbered: async () =>
      new Map(
        (await all()).filter(isActive).flatMap((pod) => {
          const replica = numberOf(pod);
          return replica === undefined ? [] : [[replica, pod] as const];
        }),
      ),
    settle,
    replace: async (pods) => {
      // Meanwhile requests to the Service, including webhook calls, must reach the remaining pods.
      const gracePeriodSeconds = pods.length < replicas ? drainSeconds : terminationSeconds;
      for (const { name } of pods) await cluster.delete(`${collection}/${name}`, { gracePeriodSeconds });
      await settle(new Set(pods.map(({ uid }) => uid)));
    },
  };
};
