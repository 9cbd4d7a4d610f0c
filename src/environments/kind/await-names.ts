import { awaitObserved } from './await-observed.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

const deadlineMs = 120_000;

/** Waits until pods can look up the names of Services: CoreDNS is ready some seconds after the node. */
export const awaitNames = async (cluster: StartedKindCluster, signal: AbortSignal): Promise<void> => {
  await awaitObserved(
    {
      name: `names of Services in ${cluster.name} (CoreDNS available)`,
      deadlineMs,
      look: async () => {
        const status = await cluster.kubectl(
          'get',
          'deployment',
          'coredns',
          '--namespace=kube-system',
          '--output=jsonpath={.status}',
        );
        const { availableReplicas = 0 } = JSON.parse(status || '{}') as { availableReplicas?: number };
        return availableReplicas > 0 ? { done: availableReplicas } : { observed: status || 'no status' };
      },
    },
    signal,
  );
};
