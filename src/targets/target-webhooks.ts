import type { Json } from '../clients/json-response.ts';
import type { ClusterClient } from '../cluster/cluster-client.ts';
import { objectPath } from '../cluster/object-path.ts';

/** The webhook configurations of one target. Disposing of it deletes those that were applied. */
export interface TargetWebhooks extends AsyncDisposable {
  /** Applies the configurations, once. */
  apply(): Promise<void>;
}

/** `broken`: no component of the environment answers any more, and every deletion would wait for its time-out. */
export const targetWebhooks = (
  configurations: readonly Json[],
  cluster: ClusterClient,
  broken: AbortSignal,
): TargetWebhooks => {
  let applied: Promise<void> | undefined;
  const applyAll = async (): Promise<void> => {
    for (const configuration of configurations) await cluster.apply(configuration);
  };
  return {
    apply: () => (applied ??= applyAll()),
    [Symbol.asyncDispose]: async () => {
      if (applied === undefined) return;
      // Those that a failed application has left are deleted as well.
      await applied.catch(() => {});
      if (broken.aborted) return;
      for (const configuration of configurations) await cluster.delete(objectPath(configuration));
    },
  };
};
