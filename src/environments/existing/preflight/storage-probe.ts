import { jsonObject, object, text, type Json } from '../../../clients/json-response.ts';
import { apiV2, type KfpClient } from '../../../clients/kfp.ts';
import { collectionPath, pipelinesGroup } from '../../../clients/kubernetes.ts';
import type { StorageMode } from '../../../contract/lane-name.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { unlessForbidden } from '../../../cluster/refused-error.ts';

/** The observed storage mode of an API server. */
export interface ProbedStorage {
  readonly storage: StorageMode;
  /** The namespace of the object; absent for the database. */
  readonly namespace?: string;
}

/** The options of a storage probe in a single-user installation. */
export interface StorageProbeOptions {
  /** A client of a user who may create pipelines. */
  readonly kfp: KfpClient;
  readonly cluster: ClusterClient;
  /** The namespace in which to look for the object first. */
  readonly installation: string;
  /** A unique name for the test pipeline. */
  readonly name: string;
}

const objectIn = async (cluster: ClusterClient, namespace: string, name: string): Promise<readonly Json[]> => {
  const found = await cluster.get(collectionPath(namespace, 'pipelines', name));
  return found === undefined ? [] : [found];
};

/** The objects with the pipeline's name, in its namespace or in all namespaces; `undefined` if the user may not look. */
const objectsOf = async (
  { cluster, installation, name }: StorageProbeOptions,
  namespace: string,
): Promise<readonly Json[] | undefined> => {
  const own = await unlessForbidden(objectIn(cluster, namespace || installation, name));
  if (own?.length !== 0) return own;
  const query = { fieldSelector: `metadata.name=${name}` };
  return unlessForbidden(cluster.list(`${pipelinesGroup}/pipelines`, query).then((found) => found ?? []));
};

/**
 * Creates a pipeline by REST, looks for its object in the cluster, and deletes the pipeline. Undefined if the user may not
 * read the installation's namespace (then no pipeline is created), or if the object is not found where the user may look.
 */
export const probeStorage = async (options: StorageProbeOptions): Promise<ProbedStorage | undefined> => {
  const { kfp, cluster, installation, name } = options;
  if ((await unlessForbidden(objectIn(cluster, installation, name))) === undefined) return undefined;
  const created = await kfp.call('POST', `${apiV2}/pipelines`, { json: { name } });
  if (created.status !== 200)
    throw new EnvironmentError(
      `the API server refused to create the test pipeline that shows where it stores pipelines: ${created.status} ${created.body.slice(0, 300)}`,
    );
  const pipeline = jsonObject(created.body) ?? {};
  const { pipeline_id: id } = pipeline;
  if (typeof id !== 'string' || id === '')
    throw new EnvironmentError(
      `the API server accepted the test pipeline ${name}, but answered without its pipeline_id: ${created.body.slice(0, 300)}; is --endpoint the address of a KFP API server?`,
    );
  const remove = async (): Promise<void> => {
    const removed = await kfp.call('DELETE', `${apiV2}/pipelines/${id}`, { query: { cascade: true } });
    if (removed.status !== 200)
      throw new EnvironmentError(
        `the API server refused to delete the test pipeline ${name}: ${removed.status} ${removed.body.slice(0, 300)}`,
      );
  };
  await using _created = { [Symbol.asyncDispose]: remove };
  const found = await objectsOf(options, text(pipeline, 'namespace'));
  const own = found?.map((one) => object(one, 'metadata')).find((metadata) => text(metadata, 'uid') === id);
  if (own !== undefined) return { storage: 'kubernetes', namespace: text(own, 'namespace') };
  return found === undefined ? undefined : { storage: 'database' };
};
