import { setTimeout as sleep } from 'node:timers/promises';
import { object, text } from '../../clients/json-response.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { podStateOf, problemOf, type PodState } from '../../cluster/pod-state.ts';
import { serverName } from '../../contract/server-name.ts';

const pollMs = 2_000;

/** Detects containers that ended by themselves, by the restart count of their pods. */
export interface PodDeaths {
  /** Watches pods that have become ready, from now on; `follow` replaces them by the pods started in their place. */
  watch(
    namespace: string,
    pods: readonly PodState[],
    died: (how: string) => void,
  ): Disposable & { follow(pods: readonly PodState[]): void };
}

/** The restart counts of ready pods. Restarts before a pod was ready do not count. */
const countsOf = (pods: readonly PodState[]): Map<string, number> =>
  new Map(pods.map(({ uid, restarts }) => [uid, restarts]));

export const podDeaths = (cluster: ClusterClient, signal: AbortSignal): PodDeaths => {
  interface Watched {
    readonly died: (how: string) => void;
    restarts: Map<string, number>;
  }
  const watched = new Map<string, Watched>();
  const look = async (): Promise<void> => {
    for (const pod of (await cluster.list('/api/v1/pods', { labelSelector: `app=${serverName}` })) ?? []) {
      const own = watched.get(text(object(pod, 'metadata'), 'namespace'));
      if (own === undefined) continue;
      const state = podStateOf(pod);
      const { uid, restarts } = state;
      const problem = problemOf(state);
      const before = own.restarts.get(uid);
      if (before === undefined || restarts <= before) continue;
      own.restarts.set(uid, restarts);
      own.died(`was restarted by its kubelet${problem && `: it ${problem}`}`);
    }
  };
  let looking: Promise<void> | undefined;
  const keepLooking = async (): Promise<void> => {
    while (watched.size > 0 && !signal.aborted) {
      // Operations that depend on the API server report its errors.
      await look().catch(() => {});
      await sleep(pollMs, undefined, { ref: false });
    }
    looking = undefined;
  };
  return {
    watch: (namespace, pods, died) => {
      const own: Watched = { died, restarts: countsOf(pods) };
      watched.set(namespace, own);
      looking ??= keepLooking();
      return {
        follow: (others) => {
          own.restarts = countsOf(others);
        },
        [Symbol.dispose]: () => watched.delete(namespace),
      };
    },
  };
};
