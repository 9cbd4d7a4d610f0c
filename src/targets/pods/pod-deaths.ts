import { setTimeout as sleep } from 'node:timers/promises';
import { object, text } from '../../clients/json-response.ts';
import type { ClusterAdmin } from '../cluster-admin.ts';
import { podStateOf } from './pod-state.ts';
import { serverName } from './server-objects.ts';

const pollMs = 2_000;

/** Hears of containers that ended by themselves: their pods start them again, and count that. */
export interface PodDeaths {
  /** From now on; `reset` after pods were replaced on purpose. */
  watch(namespace: string, died: (how: string) => void): Disposable & { reset(): void };
}

export const podDeaths = (admin: ClusterAdmin, signal: AbortSignal): PodDeaths => {
  interface Watched {
    readonly died: (how: string) => void;
    readonly restarts: Map<string, number>;
  }
  const watched = new Map<string, Watched>();
  const look = async (): Promise<void> => {
    for (const pod of await admin.list('/api/v1/pods', `app=${serverName}`)) {
      const own = watched.get(text(object(pod, 'metadata'), 'namespace'));
      if (own === undefined) continue;
      const { uid, restarts, trouble } = podStateOf(pod);
      const before = own.restarts.get(uid) ?? 0;
      own.restarts.set(uid, restarts);
      if (restarts > before) own.died(`was started again by its kubelet${trouble && `: it ${trouble}`}`);
    }
  };
  let looking: Promise<void> | undefined;
  const keepLooking = async (): Promise<void> => {
    while (watched.size > 0 && !signal.aborted) {
      // What the API server does not answer is told by whoever needs the answer.
      await look().catch(() => {});
      await sleep(pollMs, undefined, { ref: false });
    }
    looking = undefined;
  };
  return {
    watch: (namespace, died) => {
      const own: Watched = { died, restarts: new Map() };
      watched.set(namespace, own);
      looking ??= keepLooking();
      return {
        reset: () => own.restarts.clear(),
        [Symbol.dispose]: () => watched.delete(namespace),
      };
    },
  };
};
