import { object } from '../../clients/json-response.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { waitUntil } from '../../waiting/wait-until.ts';

const deadlineMs = 120_000;

/** Waits until pods can resolve the names of Services, because CoreDNS becomes ready some seconds after the node. */
export const awaitClusterDns = async (cluster: ClusterClient, signal: AbortSignal): Promise<void> => {
  await waitUntil(
    {
      name: 'availability of CoreDNS in the cluster',
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
