import type { ClusterClient } from './cluster-client.ts';

/** Whether a Kubernetes API gives any answer. The reason why it does not is of no use to those who ask. */
export const isAnswering = (cluster: ClusterClient): Promise<boolean> =>
  cluster.call('GET', '/version').then(
    () => true,
    () => false,
  );
