import { hasStatus } from './kubernetes-error.ts';
import { listAll } from './kubernetes-list.ts';
import {
  collectionPath,
  objectPath,
  PIPELINE_ID_LABEL,
  type ObjectMetadata,
  type VersionObject,
} from './kubernetes-objects.ts';
import { refusing } from './kubernetes-refusal.ts';
import type { KubernetesState } from './kubernetes-state.ts';
import type { VersionEntry } from './version-entry.ts';
import type { PipelineIdentity } from './version-index.ts';

const VERSIONS_A_PAGE = 100;

/** The name of another object that has this version name in the pipeline, or undefined (WH-19). */
export function namesake(
  state: KubernetesState,
  pipeline: PipelineIdentity,
  versionName: string,
  objectName: string,
): Promise<string | undefined> {
  return state.namespace === undefined || state.namespace === pipeline.namespace
    ? cachedNamesake(state, pipeline, versionName, objectName)
    : listedNamesake(state, pipeline, versionName, objectName);
}

/** The cache finds it, and the Kubernetes API confirms that it was not deleted a moment ago. */
async function cachedNamesake(
  state: KubernetesState,
  pipeline: PipelineIdentity,
  versionName: string,
  objectName: string,
): Promise<string | undefined> {
  for (const version of state.versionIndex.named(pipeline, versionName)) {
    if (version.name !== objectName && (await exists(state, version))) return version.name;
  }
  return undefined;
}

/** Namespaces that are not followed: a webhook is asked about them too (WH-30). */
async function listedNamesake(
  state: KubernetesState,
  pipeline: PipelineIdentity,
  versionName: string,
  objectName: string,
): Promise<string | undefined> {
  let found: string | undefined;
  const each = (object: { readonly metadata: ObjectMetadata }): void => {
    const { metadata, spec } = object as VersionObject;
    if (metadata.name !== objectName && (spec?.versionName || metadata.name) === versionName) found = metadata.name;
  };
  const query = { labelSelector: `${PIPELINE_ID_LABEL}=${pipeline.uid}` };
  const path = collectionPath(state.kinds.version.resource, pipeline.namespace);
  await refusing(listAll(state.api, path, VERSIONS_A_PAGE, each, { query }));
  return found;
}

async function exists(state: KubernetesState, { namespace, name, uid }: VersionEntry): Promise<boolean> {
  try {
    const path = objectPath(state.kinds.version.resource, namespace, name);
    const { metadata } = (await state.api.request({ method: 'GET', path })) as { metadata: ObjectMetadata };
    return metadata.uid === uid;
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    return refusing(Promise.reject(error));
  }
}
