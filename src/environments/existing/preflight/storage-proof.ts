import { jsonOf, object, text, type Json } from '../../../clients/json-response.ts';
import { apiV2, type KfpClient } from '../../../clients/kfp.ts';
import { collectionPath, pipelinesGroup } from '../../../clients/kubernetes.ts';
import type { StorageMode } from '../../../contract/lane-name.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { unlessForbidden } from '../../../cluster/refused-error.ts';

/** Where an API server was seen to keep what it was given. */
export interface ProvedStorage {
  readonly storage: StorageMode;
  /** Where the object lies; absent in the database. */
  readonly namespace?: string;
}

/** Of a single-user installation. */
export interface StorageProofOptions {
  /** As somebody who may create pipelines. */
  readonly kfp: KfpClient;
  readonly cluster: ClusterClient;
  /** Where its pipelines are looked for first. */
  readonly installation: string;
  /** A name that nobody else uses. */
  readonly name: string;
}

const seenIn = async (cluster: ClusterClient, namespace: string, name: string): Promise<readonly Json[]> => {
  const found = await cluster.get(collectionPath(namespace, 'pipelines', name));
  return found === undefined ? [] : [found];
};

/** The object of that name, or nothing, in all namespaces; `undefined` where one may not look. */
const objectsOf = async (
  { cluster, installation, name }: StorageProofOptions,
  shown: string,
): Promise<readonly Json[] | undefined> => {
  const own = await unlessForbidden(seenIn(cluster, shown || installation, name));
  if (own?.length !== 0) return own;
  const query = { fieldSelector: `metadata.name=${name}` };
  return unlessForbidden(cluster.list(`${pipelinesGroup}/pipelines`, query).then((found) => found ?? []));
};

/**
 * Creates a pipeline by REST and looks for its object in the cluster; the pipeline is removed. Undefined where the user may
 * not look where it should be, and then nothing is made, or where it is not there and may be where one may not look.
 */
export const proveStorage = async (options: StorageProofOptions): Promise<ProvedStorage | undefined> => {
  const { kfp, cluster, installation, name } = options;
  if ((await unlessForbidden(seenIn(cluster, installation, name))) === undefined) return undefined;
  const created = await kfp.call('POST', `${apiV2}/pipelines`, { json: { name } });
  if (created.status !== 200)
    throw new EnvironmentError(
      `the API server refused to create a pipeline, by which it is seen where it keeps pipelines: ${created.status} ${created.body.slice(0, 300)}`,
    );
  const pipeline = jsonOf(created);
  const id = text(pipeline, 'pipeline_id');
  const remove = async (): Promise<void> => {
    const removed = await kfp.call('DELETE', `${apiV2}/pipelines/${id}`, { query: { cascade: true } });
    if (removed.status !== 200)
      throw new EnvironmentError(
        `the API server refused to delete pipeline ${name}, with which it was tried: ${removed.status} ${removed.body.slice(0, 300)}`,
      );
  };
  await using _made = { [Symbol.asyncDispose]: remove };
  const found = await objectsOf(options, text(pipeline, 'namespace'));
  const own = found?.map((one) => object(one, 'metadata')).find((metadata) => text(metadata, 'uid') === id);
  if (own !== undefined) return { storage: 'kubernetes', namespace: text(own, 'namespace') };
  return found === undefined ? undefined : { storage: 'database' };
};
