import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { awaitGarbageCollector } from '../../cluster/garbage-collection.ts';
import { waitUntil } from '../../waiting/wait-until.ts';
import { nodeProcesses } from './node-processes.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

/** The kubelet restarts it immediately at first, then with a back-off of 10 s, 20 s and so on. */
const deadlineMs = 90_000;

const controllerManagers = (cluster: StartedKindCluster) => nodeProcesses(cluster, 'kube-controller-manager');

/** Kills kube-controller-manager, which the kubelet restarts, and waits until its garbage collector works. */
export const restartControllers = async (
  cluster: StartedKindCluster,
  client: ClusterClient,
  signal: AbortSignal,
): Promise<void> => {
  const before = await controllerManagers(cluster);
  if (before.length > 0) await cluster.run('kill', '-KILL', ...before);
  await waitUntil(
    {
      name: `restart of kube-controller-manager in ${cluster.nodeName}`,
      deadlineMs,
      look: async () => {
        const now = (await controllerManagers(cluster)).filter((pid) => !before.includes(pid));
        return now.length > 0 ? { done: now } : { observed: 'no such process' };
      },
    },
    { signal },
  );
  await awaitGarbageCollector(client, signal);
};
