import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { awaitGarbageCollector } from '../../cluster/garbage-collection.ts';
import { waitUntil } from '../../waiting/wait-until.ts';
import { nodeProcesses } from './node-processes.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

/** The first time its kubelet starts it again at once, soon after that with ten seconds between, then twenty … */
const deadlineMs = 90_000;

const running = (cluster: StartedKindCluster) => nodeProcesses(cluster, 'kube-controller-manager');

/** Ends kube-controller-manager, has its kubelet start it again, and waits until its garbage collector works. */
export const restartControllers = async (
  cluster: StartedKindCluster,
  client: ClusterClient,
  signal: AbortSignal,
): Promise<void> => {
  const before = await running(cluster);
  if (before.length > 0) await cluster.run('kill', '-KILL', ...before);
  await waitUntil(
    {
      name: `kube-controller-manager in ${cluster.nodeName}, started again`,
      deadlineMs,
      look: async () => {
        const now = (await running(cluster)).filter((pid) => !before.includes(pid));
        return now.length > 0 ? { done: now } : { observed: 'no such process' };
      },
    },
    { signal },
  );
  await awaitGarbageCollector(client, signal);
};
