import { getContainerRuntimeClient } from 'testcontainers';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

/** Detects that a node has exited unexpectedly. */
export interface NodeWatch {
  /** Aborted with an EnvironmentError when the node has exited. */
  readonly broken: AbortSignal;
  /** Stops watching the node, so that this process can exit while a kept node continues to run. */
  release(): void;
}

export const watchNode = async (cluster: StartedKindCluster): Promise<NodeWatch> => {
  const broken = new AbortController();
  const released = new AbortController();
  const client = await getContainerRuntimeClient();
  const reportBroken = (reason: string): void => {
    if (!released.signal.aborted)
      broken.abort(new EnvironmentError(`the node ${cluster.nodeName} exited unexpectedly: ${reason}`));
  };
  const container = client.container.getById(cluster.getId());
  const wait = container.wait({ abortSignal: released.signal }) as Promise<{ readonly StatusCode: number }>;
  wait.then(
    ({ StatusCode }) => reportBroken(`its container exited with code ${StatusCode}`),
    (cause: Error) => reportBroken(`its container engine no longer answers (${cause.message})`),
  );
  return {
    broken: broken.signal,
    release: () => released.abort(),
  };
};
