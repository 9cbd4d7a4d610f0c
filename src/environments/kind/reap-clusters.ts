import type { EngineApi } from '../../containers/engine-api.ts';
import { liveness } from '../../processes/process-identity.ts';
import { instanceLabel } from './cluster-labels.ts';
import { clusterResources, removeResource, type ClusterResource } from './cluster-resources.ts';

/**
 * Whether nobody will end it any more: its owner is dead, and it was not to be kept. kind's own command removes the node
 * of a cluster that was, and not the network.
 */
const isAbandoned = ({ kind, owner, kept, labels }: ClusterResource, all: readonly ClusterResource[]): boolean => {
  if (owner !== undefined && liveness(owner) !== 'dead') return false;
  if (!kept) return true;
  const itsNode = all.some((one) => one.kind === 'container' && one.labels[instanceLabel] === labels[instanceLabel]);
  return kind === 'network' && !itsNode;
};

/** Removes the clusters of dead owners, by their labels alone. Returns what was removed. */
export const reapClusters = async (api: EngineApi): Promise<readonly string[]> => {
  const removed: string[] = [];
  const all = await clusterResources(api);
  for (const resource of all.filter((one) => isAbandoned(one, all))) {
    await removeResource(api, resource);
    removed.push(`${resource.kind} ${resource.name}`);
  }
  return removed;
};

/** Removes what belongs to a run, or to one cluster of it, whoever owns it. */
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
