import { setTimeout as sleep } from 'node:timers/promises';
import { hasStatus } from '../kube-api/kubernetes-error.ts';
import { refersToPipeline } from '../kube-api/kubernetes-kinds.ts';
import { collectionPath, objectPath, type ObjectMetadata, type VersionObject } from '../kube-api/kubernetes-objects.ts';
import { apiErrorFor, translateErrors } from '../kube-api/error-translation.ts';
import { deleteObject } from './kubernetes-delete.ts';
import {
  namespaceFor,
  pipelineCollection,
  requirePipeline,
  versionCollection,
  type KubernetesState,
} from './kubernetes-state.ts';
import { fitsObjectName, isObjectName, versionObjectName } from '../kube-api/object-names.ts';
import { pipelineEntry, pipelineManifest, type PipelineEntry } from './pipeline-entry.ts';
import type { NewPipeline, NewVersion } from '../model/pipeline-store.ts';
import { ApiError } from '../ground/api-error.ts';
import { admitVersion } from './version-admission.ts';
import { checkVersionDefinition } from '../definitions/version-definition.ts';
import { versionManifest, type VersionEntry } from './version-entry.ts';
import { namesake } from './version-namesake.ts';

/** The request limit of kube-apiserver. The limit of etcd is lower and configurable; its own error reports it. */
const maxObjectBytes = 3 * 1024 * 1024;
const maxUndoAttempts = 3;

/** An API server without our CRDs also answers 404, but about the resource. */
const isMissingNamespace = (error: unknown): boolean =>
  hasStatus(error, 404) && error instanceof Error && /namespaces "[^"]*" not found/.test(error.message);

const checkName = (what: 'pipeline' | 'version', name: string): void => {
  if (isObjectName(name)) return;
  throw new ApiError(
    'invalid',
    `Invalid ${what} name "${name}": in Kubernetes mode it must be an RFC 1123 subdomain (lower-case letters, digits, "-" and ".", ` +
      'beginning and ending with a letter or digit, 253 characters at most). Use display_name for free text.',
  );
};

export const createPipeline = async (state: KubernetesState, pipeline: NewPipeline): Promise<PipelineEntry> => {
  checkName('pipeline', pipeline.name);
  const namespace = namespaceFor(state, pipeline.namespace);
  try {
    const body = pipelineManifest(state.kinds, { ...pipeline, namespace });
    const path = collectionPath(state.kinds.pipeline.resource, namespace);
    const object = await state.api.request({ method: 'POST', path, body });
    const entry = pipelineEntry(object as { readonly metadata: ObjectMetadata });
    state.pipelines.put(entry);
    return entry;
  } catch (error) {
    if (state.namespace === undefined && isMissingNamespace(error)) {
      throw new ApiError('invalid', `Namespace ${namespace} does not exist.`, { cause: error });
    }
    if (!hasStatus(error, 409, 'AlreadyExists')) throw apiErrorFor(error);
    const pending = state.pipelines.named(namespace, pipeline.name)?.deleting
      ? ', and is being deleted: its finalizers hold the name'
      : '';
    throw new ApiError('already-exists', `Pipeline ${pipeline.name} exists already${pending}.`, { cause: error });
  }
};

const findVersion = async (
  state: KubernetesState,
  pipeline: PipelineEntry,
  version: NewVersion,
): Promise<VersionObject | undefined> => {
  const { metadata } = versionManifest(state.kinds, pipeline, version) as {
    readonly metadata: { readonly name: string };
  };
  try {
    const path = objectPath(state.kinds.version.resource, pipeline.namespace, metadata.name);
    return (await state.api.request({ method: 'GET', path })) as VersionObject;
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw apiErrorFor(error);
  }
};

/**
 * Object names are derived from the names of pipeline and version, so a version of a deleted pipeline of the same name
 * blocks the name until garbage collection. Returns whether such a version was removed.
 */
const removeLeftover = async (
  state: KubernetesState,
  pipeline: PipelineEntry,
  version: NewVersion,
): Promise<boolean> => {
  const found = await findVersion(state, pipeline, version);
  if (!found) return false;
  const owner = found.metadata.ownerReferences?.find((reference) => refersToPipeline(reference, state.kinds));
  if (owner?.name !== pipeline.name || owner.uid === pipeline.uid) return false;
  const versions = versionCollection(state);
  await deleteObject(state, versions, versions.convert(found));
  return true;
};

const versionExists = (pipeline: PipelineEntry, version: NewVersion, cause?: unknown): ApiError =>
  new ApiError('already-exists', `Pipeline ${pipeline.name} has a version ${version.name} already.`, { cause });

const postVersion = async (
  state: KubernetesState,
  pipeline: PipelineEntry,
  version: NewVersion,
): Promise<VersionEntry> => {
  if ((await namesake(state, pipeline, version.name)) !== undefined) throw versionExists(pipeline, version);
  const { resource, convert } = versionCollection(state);
  const body = versionManifest(state.kinds, pipeline, version);
  const path = collectionPath(resource, pipeline.namespace);
  if (!state.hasWebhooks) {
    const objectName = versionObjectName(pipeline.name, version.name);
    await admitVersion(state, { pipeline, versionName: version.name, objectName, dryRun: false });
  }
  const post = async (): Promise<VersionEntry> => {
    const entry = convert(
      (await state.api.request({ method: 'POST', path, body })) as { readonly metadata: ObjectMetadata },
    );
    state.versions.put(entry);
    return entry;
  };
  try {
    return await post();
  } catch (error) {
    if (!hasStatus(error, 409, 'AlreadyExists')) throw apiErrorFor(error);
    if (!(await removeLeftover(state, pipeline, version))) throw versionExists(pipeline, version, error);
    return await translateErrors(post());
  }
};

const checkVersion = (state: KubernetesState, pipeline: PipelineEntry, version: NewVersion): void => {
  checkName('version', version.name);
  if (!fitsObjectName(pipeline.name, version.name)) {
    throw new ApiError(
      'invalid',
      `The names of pipeline and version, "${pipeline.name}-${version.name}", have more than 253 characters together.`,
    );
  }
  checkVersionDefinition(version.pipelineSpec, version.platformSpec);
  const bytes = Buffer.byteLength(JSON.stringify(versionManifest(state.kinds, pipeline, version)));
  if (bytes > maxObjectBytes) {
    throw new ApiError(
      'invalid',
      `The version has ${bytes} bytes; the Kubernetes API takes ${maxObjectBytes} at most.`,
    );
  }
};

export const createVersion = (state: KubernetesState, pipelineId: string, version: NewVersion): Promise<VersionEntry> =>
  state.locks.shared(pipelineId, async () => {
    const pipeline = await requirePipeline(state, pipelineId, 'cached');
    checkVersion(state, pipeline, version);
    if (pipeline.deleting) throw new ApiError('conflict', `Pipeline ${pipelineId} is being deleted.`);
    return postVersion(state, pipeline, version);
  });

const undo = async (
  state: KubernetesState,
  pipeline: PipelineEntry,
  version: NewVersion,
  reason: unknown,
): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      // Without an answer the version may have been created.
      const made =
        reason instanceof ApiError && reason.kind === 'unavailable'
          ? await findVersion(state, pipeline, version)
          : undefined;
      if (made?.metadata.ownerReferences?.some(({ uid }) => uid === pipeline.uid)) {
        const versions = versionCollection(state);
        await deleteObject(state, versions, versions.convert(made));
      }
      return await deleteObject(state, pipelineCollection(state), pipeline);
    } catch (error) {
      if (attempt < maxUndoAttempts) {
        await sleep(200 * attempt);
        continue;
      }
      const left = `pipeline ${pipeline.name} (${pipeline.uid}) was left without its version and could not be removed: delete it`;
      state.log.error(`${left}: ${String(error)}`);
      throw new ApiError('unavailable', `${reason instanceof Error ? reason.message : String(reason)}; ${left}`, {
        cause: error,
      });
    }
  }
};

/** A preview of the pipeline, to validate a version before its pipeline exists; a uid has 36 characters. */
const placeholder = (state: KubernetesState, pipeline: NewPipeline): PipelineEntry => {
  const { name } = pipeline;
  const uid = '0'.repeat(36);
  const namespace = namespaceFor(state, pipeline.namespace);
  const item = { ...pipeline, id: uid, namespace, createdAt: 0 };
  return { uid, namespace, name, resourceVersion: 0, item, deleting: false, finalizers: [], hasSpec: true };
};

/**
 * Two objects cannot be created atomically, so the version is validated first, and the pipeline is removed if the
 * version fails (FLT-01).
 */
export const createPipelineWithVersion = async (
  state: KubernetesState,
  pipeline: NewPipeline,
  version: NewVersion,
): Promise<{ readonly pipeline: PipelineEntry; readonly version: VersionEntry }> => {
  checkName('pipeline', pipeline.name);
  checkVersion(state, placeholder(state, pipeline), version);
  const created = await createPipeline(state, pipeline);
  return state.locks.shared(created.uid, async () => {
    try {
      return { pipeline: created, version: await postVersion(state, created, version) };
    } catch (error) {
      await undo(state, created, version, error);
      throw error;
    }
  });
};
