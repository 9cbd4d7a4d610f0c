import { listAll } from './kubernetes-list.ts';
import {
  collectionPath,
  pipelineIdLabel,
  type ObjectMetadata,
  type VersionObject,
} from '../kube-api/kubernetes-objects.ts';
import { translateErrors } from '../kube-api/error-translation.ts';
import { watchesNamespace, type KubernetesState } from './kubernetes-state.ts';
import type { PipelineIdentity } from './version-index.ts';

const versionsPerPage = 100;

/** Looks in the cache, and confirms with the Kubernetes API that the object still exists. */
const cachedNamesake = async (
  state: KubernetesState,
  pipeline: PipelineIdentity,
  versionName: string,
  objectName: string | undefined,
): Promise<string | undefined> => {
  for (const version of state.versionIndex.named(pipeline, versionName)) {
    if (version.name !== objectName && (await state.liveVersions.current(version.uid))) return version.name;
  }
  return undefined;
};

/** For namespaces outside the watch, which the webhook serves too (WH-30). */
const listedNamesake = async (
  state: KubernetesState,
  pipeline: PipelineIdentity,
  versionName: string,
  objectName: string | undefined,
): Promise<string | undefined> => {
  let found: string | undefined;
  const each = (object: { readonly metadata: ObjectMetadata }): void => {
    const { metadata, spec } = object as VersionObject;
    if (metadata.name !== objectName && (spec?.versionName || metadata.name) === versionName) found = metadata.name;
  };
  const query = { labelSelector: `${pipelineIdLabel}=${pipeline.uid}` };
  const path = collectionPath(state.kinds.version.resource, pipeline.namespace);
  await translateErrors(listAll(state.api, path, versionsPerPage, each, { query }));
  return found;
};

/** The name of another object than `objectName` with this version name in the pipeline, or undefined (WH-19). */
export const namesake = (
  state: KubernetesState,
  pipeline: PipelineIdentity,
  versionName: string,
  objectName?: string,
): Promise<string | undefined> =>
  watchesNamespace(state, pipeline.namespace)
    ? cachedNamesake(state, pipeline, versionName, objectName)
    : listedNamesake(state, pipeline, versionName, objectName);
