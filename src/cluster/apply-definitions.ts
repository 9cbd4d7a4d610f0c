import { pipelinesGroup } from '../clients/kubernetes.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import type { ClusterClient } from './cluster-client.ts';
import type { Manifests } from './manifests.ts';

const deadlineMs = 20_000;
const intervalMs = 100;

/** Applies the CRDs and cluster roles of a target and waits until the API server serves the custom resources. */
export const applyDefinitions = async (
  cluster: ClusterClient,
  { customResourceDefinitions, clusterRoles }: Pick<Manifests, 'customResourceDefinitions' | 'clusterRoles'>,
  { signal }: Pick<Waiting, 'signal'>,
): Promise<void> => {
  for (const resource of [...customResourceDefinitions, ...clusterRoles]) await cluster.apply(resource);
  await waitUntil(
    {
      name: `the Kubernetes API to serve ${pipelinesGroup} after its CRDs were applied`,
      deadlineMs,
      intervalMs,
      look: async () => {
        const { status } = await cluster.call('GET', `${pipelinesGroup}/pipelineversions?limit=1`);
        return status === 200 ? { done: undefined } : { observed: `status ${status}` };
      },
    },
    { signal },
  );
};
