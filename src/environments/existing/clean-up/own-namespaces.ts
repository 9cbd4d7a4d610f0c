import { object, text } from '../../../clients/json-response.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { unlessForbidden } from '../../../cluster/refused-error.ts';
import { isOwn, type Ownership } from './ownership.ts';

/** The existing namespaces of a run. */
export const ownNamespaces = async (cluster: ClusterClient, ownership: Ownership): Promise<readonly string[]> => {
  const own = isOwn(ownership);
  // A user who may not list namespaces has not created any.
  const all = (await unlessForbidden(cluster.listMetadata('/api/v1/namespaces'))) ?? [];
  return all
    .map((one) => object(one, 'metadata'))
    .filter((metadata) => own({ name: text(metadata, 'name'), labels: object(metadata, 'labels') }))
    .map((metadata) => text(metadata, 'name'));
};
