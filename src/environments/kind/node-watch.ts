import { getContainerRuntimeClient } from 'testcontainers';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

/** Notices when a node ends that nobody has ended. */
export interface NodeWatch {
  /** Aborted, with an EnvironmentError for its reason, when that has happened. */
  readonly broken: AbortSignal;
  /** From now on its end is meant, and nobody waits for it: the process may end while the node, which is kept, goes on. */
  release(): void;
}

export const watchNode = async (cluster: StartedKindCluster): Promise<NodeWatch> => {
  const broken = new AbortController();
  const released = new AbortController();
  const client = await getContainerRuntimeClient();
  const end = (how: string): void => {
    if (!released.signal.aborted)
      broken.abort(new EnvironmentError(`the node ${cluster.nodeName} ended by itself: ${how}`));
  };
  const container = client.container.getById(cluster.getId());
  const wait = container.wait({ abortSignal: released.signal }) as Promise<{ readonly StatusCode: number }>;
  wait.then(
    ({ StatusCode }) => end(`its container ended with ${StatusCode}`),
    (cause: Error) => end(`its container engine does not answer any more (${cause.message})`),
  );
  return {
    broken: broken.signal,
    release: () => released.abort(),
  };
};
