import type { EngineApi } from '../../containers/engine-api.ts';
import { liveness } from '../../processes/process-identity.ts';
import { instanceLabel } from './cluster-labels.ts';
import { clusterResources, removeResource, type ClusterResource } from './cluster-resources.ts';

/**
 * Whether the owner is dead and the resource is not kept. The network of a kept cluster is abandoned once its node is
 * gone, because `kind delete cluster` removes only the node.
 */
const isAbandoned = ({ kind, owner, kept, labels }: ClusterResource, all: readonly ClusterResource[]): boolean => {
  if (owner !== undefined && liveness(owner) !== 'dead') return false;
  if (!kept) return true;
  const nodeExists = all.some((one) => one.kind === 'container' && one.labels[instanceLabel] === labels[instanceLabel]);
  return kind === 'network' && !nodeExists;
};

/** Removes the clusters of dead owners, found by their labels. Returns the removed resources. */
export const reapClusters = async (api: EngineApi): Promise<readonly string[]> => {
  const removed: string[] = [];
  const all = await clusterResources(api);
  for (const resource of all.filter((one) => isAbandoned(one, all))) {
    await removeResource(api, resource);
    removed.push(`${resource.kind} ${resource.name}`);
  }
  return removed;
};

/** Removes the chosen resources, regardless of their owner. Returns the removed resources. */
export const removeClusters = async (
  api: EngineApi,
  chosen: (resource: ClusterResource) => boolean,
): Promise<readonly string[]> => {
  const removed: string[] = [];
  for (const resource of (await clusterResources(api)).filter(chosen)) {
    await removeResource(api, resource);
    removed.push(`${resource.kind} ${resource.name}`);
  }
  return removed;
};
