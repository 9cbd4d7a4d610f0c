import { object, text } from '../../clients/json-response.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { createNamespace } from '../../cluster/create-namespace.ts';
import { targetLabel } from '../../cluster/target-label.ts';
import { waitUntil } from '../../waiting/wait-until.ts';
import type { Waiting } from '../../waiting/waiting.ts';

/** Creates the namespaces of a store. Disposing of it deletes them, and does not wait until they are gone. */
export const storeNamespaces = async (
  cluster: Pick<ClusterClient, 'call' | 'delete'>,
  id: string,
  namespaces: readonly string[],
  broken: AbortSignal,
): Promise<AsyncDisposable> => {
  await using stack = new AsyncDisposableStack();
  for (const namespace of namespaces) {
    await createNamespace(cluster, namespace, { labels: targetLabel(id), mayExist: true });
    // In a broken cluster every deletion would wait for its time-out.
    stack.defer(async () => {
      if (!broken.aborted) await cluster.delete(`/api/v1/namespaces/${namespace}`);
    });
  }
  return stack.move();
};

/**
 * Waits until all namespaces of a store that has ended are gone: their deletion costs the servers time, and lists of all
 * namespaces would show its pipelines beside those of the next one. `objects`: about as many as they hold.
 */
export const awaitEmptied = async (
  cluster: Pick<ClusterClient, 'listMetadata'>,
  id: string,
  { namespaces, objects }: { readonly namespaces: number; readonly objects: number },
  waiting: Waiting,
): Promise<void> => {
  const labelSelector = Object.entries(targetLabel(id))
    .map(([name, value]) => `${name}=${value}`)
    .join();
  await waitUntil(
    {
      name: 'the deletion of the store before this one',
      deadlineMs: 60_000 + 3_000 * namespaces + 50 * objects,
      look: async () => {
        const left = (await cluster.listMetadata('/api/v1/namespaces', { labelSelector })) ?? [];
        if (left.length === 0) return { done: undefined };
        const [first] = left.map((one) => text(object(one, 'metadata'), 'name'));
        return { observed: `${first}${left.length > 1 ? ` and ${left.length - 1} more` : ''}` };
      },
    },
    waiting,
  );
};
