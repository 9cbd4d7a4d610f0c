import { collectionPath } from '../clients/kubernetes.ts';
import type { ClusterClient } from './cluster-client.ts';

/** Deletes every pipeline and version in a namespace; objects with finalizers remain until these are removed. */
export const deletePipelines = async (cluster: ClusterClient, namespace: string): Promise<void> => {
  for (const plural of ['pipelineversions', 'pipelines']) await cluster.delete(collectionPath(namespace, plural));
};
