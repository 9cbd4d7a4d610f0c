import { object } from '../../clients/json-response.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { waitUntil } from '../../waiting/wait-until.ts';

const deadlineMs = 120_000;

/** Waits until pods can look up the names of Services: CoreDNS is ready some seconds after the node. */
export const awaitNames = async (cluster: ClusterClient, signal: AbortSignal): Promise<void> => {
  await waitUntil(
    {
      name: 'names of Services in the cluster (CoreDNS available)',
      deadlineMs,
      look: async () => {
        try {
          const deployment = await cluster.get('/apis/apps/v1/namespaces/kube-system/deployments/coredns');
          if (deployment === undefined) return { observed: 'no Deployment coredns' };
          const status = object(deployment, 'status');
          return Number(status['availableReplicas'] ?? 0) > 0 ? { done: true } : { observed: JSON.stringify(status) };
        } catch (cause) {
          // An API server that has just started may be too busy to answer.
          return { observed: (cause as Error).message };
        }
      },
    },
    { signal },
  );
};
