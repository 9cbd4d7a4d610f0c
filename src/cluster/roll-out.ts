import { object, type Json } from '../clients/json-response.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import type { ClusterClient } from './cluster-client.ts';

const deadlineMs = 180_000;
const intervalMs = 100;

/** Whether all pods of a Deployment, except those that are terminating, have its current template. */
export const isRolledOut = (deployment: Json): boolean => {
  const wanted = object(deployment, 'spec')['replicas'];
  const { observedGeneration, updatedReplicas, replicas, availableReplicas } = object(deployment, 'status');
  return (
    observedGeneration === object(deployment, 'metadata')['generation'] &&
    [updatedReplicas, replicas, availableReplicas].every((count) => count === wanted)
  );
};

/**
 * Replaces the pods of a Deployment like `kubectl rollout restart`, and waits until its status reports that the roll-out is
 * complete.
 */
export const rollOut = async (
  cluster: ClusterClient,
  namespace: string,
  deployment: string,
  { signal }: Pick<Waiting, 'signal'>,
): Promise<void> => {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`;
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
  await cluster.patch(path, { spec: { template: { metadata: { annotations } } } });
  await waitUntil(
    {
      name: `the roll-out of ${namespace}/${deployment}`,
      deadlineMs,
      intervalMs,
      look: async () => {
        const now = await cluster.get(path);
        if (now === undefined) return { observed: 'no such Deployment' };
        return isRolledOut(now) ? { done: undefined } : { observed: JSON.stringify(object(now, 'status')) };
      },
    },
    { signal },
  );
};
