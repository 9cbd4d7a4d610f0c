import { jsonOf, object, text } from '../../clients/json-response.ts';
import { apiV2, type KfpClient } from '../../clients/kfp.ts';
import { collectionPath, pipelinesGroup } from '../../clients/kubernetes.ts';
import type { StorageMode } from '../../lanes/lane-name.ts';
import { EnvironmentError } from '../environment-error.ts';
import { unlessForbidden, type ClusterClient } from './cluster-client.ts';

/** Where an API server was seen to keep what it was given. */
export interface ProvedStorage {
  readonly storage: StorageMode;
  /** Where the object lies; absent in the database. */
  readonly namespace?: string;
}

export interface StorageProofOptions {
  /** As somebody who may create pipelines. */
  readonly kfp: KfpClient;
  readonly cluster: ClusterClient;
  /** In multi-user mode: where the pipeline is made. */
  readonly namespace?: string;
  /** Of a single-user installation: where its pipelines are looked for when one may not list those of all namespaces. */
  readonly installation: string;
  /** A name that nobody else uses. */
  readonly name: string;
}

const objectOf = async (
  { cluster, namespace, installation, name }: StorageProofOptions,
  shown: string,
): Promise<{ uid: string; namespace: string } | undefined> => {
  const own = await cluster.get(collectionPath(namespace ?? (shown || installation), 'pipelines', name));
  const everywhere = `${pipelinesGroup}/pipelines?${new URLSearchParams({ fieldSelector: `metadata.name=${name}` }).toString()}`;
  const elsewhere = own === undefined && namespace === undefined;
  // Who may not look everywhere has looked where it should be.
  const found = elsewhere ? (await unlessForbidden(cluster.list(everywhere)))?.[0] : own;
  if (found === undefined) return undefined;
  const metadata = object(found, 'metadata');
  return { uid: text(metadata, 'uid'), namespace: text(metadata, 'namespace') };
};

/** Creates a pipeline by REST and looks for its object in the cluster; the pipeline is removed. */
export const proveStorage = async (options: StorageProofOptions): Promise<ProvedStorage> => {
  const { kfp, namespace, name } = options;
  const json = { name, ...(namespace !== undefined && { namespace }) };
  const created = await kfp.call('POST', `${apiV2}/pipelines`, { json });
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
  const found = await objectOf(options, text(pipeline, 'namespace'));
  return found?.uid === id ? { storage: 'kubernetes', namespace: found.namespace } : { storage: 'database' };
};
