import { randomUUID } from 'node:crypto';
import { waitUntil } from '../waiting/wait-until.ts';
import type { ClusterClient } from './cluster-client.ts';

const deadlineMs = 60_000;
const intervalMs = 50;
const collection = '/api/v1/namespaces/kube-public/configmaps';

/**
 * Waits until the garbage collector works. It starts collecting only when it watches every resource that the API server
 * serves, so the removal of an object with a missing owner proves that it knows them all.
 */
export const awaitGarbageCollector = async (cluster: ClusterClient, signal: AbortSignal): Promise<void> => {
  const name = `kfp-conformance-${randomUUID()}`;
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'never-existed', uid: randomUUID() };
  await cluster.create(
    collection,
    { metadata: { name, ownerReferences: [owner] } },
    'creating a ConfigMap to test the garbage collector',
  );
  await waitUntil(
    {
      name: 'the garbage collector of kube-controller-manager to remove an object with a missing owner',
      deadlineMs,
      intervalMs,
      look: async () => {
        const { status } = await cluster.call('GET', `${collection}/${name}`);
        return status === 404 ? { done: undefined } : { observed: `status ${status}` };
      },
    },
    { signal },
  );
};
