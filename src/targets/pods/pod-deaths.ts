import { setTimeout as sleep } from 'node:timers/promises';
import { object, text } from '../../clients/json-response.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { podStateOf, problemOf, type PodState } from '../../cluster/pod-state.ts';
import { serverName } from '../../contract/server-name.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { Waiting } from '../../waiting/waiting.ts';

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

/** `report` is told when the pods cannot be read, because restarts are not seen then, and when they can be read again. */
export const podDeaths = (
  cluster: ClusterClient,
  { signal, progress: report }: Pick<Waiting, 'signal' | 'progress'>,
): PodDeaths => {
  interface Watched {
    readonly died: (how: string) => void;
    restarts: Map<string, number>;
  }
  const watched = new Map<string, Watched>();
  const look = async (): Promise<void> => {
    const pods = await cluster.list('/api/v1/pods', { labelSelector: `app=${serverName}` });
    if (pods === undefined) throw new EnvironmentError('the Kubernetes API does not serve /api/v1/pods');
    for (const pod of pods) {
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
  let isBlind = false;
  const seen = (): void => {
    if (isBlind) report('the pods of targets can be read again');
    isBlind = false;
  };
  const unseen = (cause: unknown): void => {
    // Told once, and not of a run that has ended.
    if (!isBlind && watched.size > 0 && !signal.aborted)
      report(
        `warning: the pods of targets cannot be read, so that their restarts are not seen: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    isBlind = true;
  };
  let looking: Promise<void> | undefined;
  const keepLooking = async (): Promise<void> => {
    while (watched.size > 0 && !signal.aborted) {
      await look().then(seen, unseen);
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
