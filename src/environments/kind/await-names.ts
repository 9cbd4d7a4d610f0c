import type { OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import { waitUntil } from '../../waiting/wait-until.ts';
import { answerOf } from '../../cluster/cluster-answers.ts';

const deadlineMs = 120_000;

/** Waits until pods can look up the names of Services: CoreDNS is ready some seconds after the node. */
export const awaitNames = async (access: OwnKubernetesAccess, signal: AbortSignal): Promise<void> => {
  await waitUntil(
    {
      name: 'names of Services in the cluster (CoreDNS available)',
      deadlineMs,
      look: async () => {
        try {
          const { body } = await answerOf(access, '/apis/apps/v1/namespaces/kube-system/deployments/coredns');
          const { status } = JSON.parse(body) as { status?: { availableReplicas?: number } };
          return (status?.availableReplicas ?? 0) > 0 ? { done: true } : { observed: JSON.stringify(status) };
        } catch (cause) {
          // An API server that has just started may be too busy to answer.
          return { observed: (cause as Error).message };
        }
      },
    },
    { signal },
  );
};
