import type { EngineApi } from '../../components/engine/engine-api.ts';
import { liveness } from '../processes/process-identity.ts';
import { clusterResources, removeResource, type ClusterResource } from './cluster-resources.ts';

/** Whether nobody will end it any more: its owner is dead, and it was not to be kept. */
const isAbandoned = ({ owner, kept }: ClusterResource): boolean =>
  !kept && (owner === undefined || liveness(owner) === 'dead');

/** Removes the clusters of dead owners, by their labels alone. Returns what was removed. */
export const reapClusters = async (api: EngineApi): Promise<readonly string[]> => {
  const removed: string[] = [];
  for (const resource of (await clusterResources(api)).filter(isAbandoned)) {
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
