import type { ClusterClient } from './cluster-client.ts';

/** Whether a Kubernetes API gives any answer. Callers do not need the reason for a failure. */
export const isAnswering = (cluster: ClusterClient): Promise<boolean> =>
  cluster.call('GET', '/version').then(
    () => true,
    () => false,
  );
