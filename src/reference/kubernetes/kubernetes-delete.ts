import { setTimeout as sleep } from 'node:timers/promises';
import { hasStatus } from '../kube-api/kubernetes-error.ts';
import { objectPath, type ObjectMetadata } from '../kube-api/kubernetes-objects.ts';
import { translateErrors } from '../kube-api/error-translation.ts';
import { pipelineCollection, requirePipeline, requireVersion, versionCollection } from './kubernetes-state.ts';
import type { Collection, KubernetesState } from './kubernetes-state.ts';
import type { Deletion } from './pipeline-deletions.ts';
import type { PipelineEntry } from './pipeline-entry.ts';
import { ApiError } from '../ground/api-error.ts';
import type { VersionEntry } from './version-entry.ts';

/** How long a deletion waits for finalizers, which controllers usually remove within milliseconds. */
const finalizerWaitMs = 2_000;
/** An admitted object is stored within milliseconds, or never. */
const arrivalWaitMs = 2_000;
const arrivalPollMs = 20;
const parallelDeletions = 16;
const maxAttempts = 5;

const disappears = async (cache: { get(uid: string): unknown }, uid: string): Promise<boolean> => {
  const deadline = Date.now() + finalizerWaitMs;
  while (cache.get(uid) !== undefined) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
};

const stillExists = async (state: KubernetesState, path: string, uid: string): Promise<boolean> => {
  try {
    const object = (await state.api.request({ method: 'GET', path })) as { readonly metadata: ObjectMetadata };
    return object.metadata.uid === uid;
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    throw error;
  }
};

/**
 * Deletes this object only, not a later one with its name. While finalizers block the deletion, the object stays
 * visible and the request fails as `conflict`, so that the response agrees with later reads (FLT-10).
 */
export const deleteObject = async <Entry extends PipelineEntry | VersionEntry>(
  state: KubernetesState,
  collection: Collection<Entry>,
  { uid, namespace, name }: Entry,
): Promise<void> => {
  const { resource, kind, cache, convert } = collection;
  const path = objectPath(resource, namespace, name);
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid }, propagationPolicy: 'Background' };
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = (await state.api.request({ method: 'DELETE', path, body })) as {
        readonly kind?: string;
        readonly metadata?: ObjectMetadata;
      };
      if (answer.kind !== kind || !answer.metadata) break;
      cache.put(convert({ ...answer, metadata: answer.metadata }));
      if (await disappears(cache, uid)) return;
      const finalizers = (cache.get(uid)?.finalizers ?? []).join(', ');
      throw new ApiError(
        'conflict',
        `The deletion of ${kind} ${name} (${uid}) has begun and waits for its finalizers: ${finalizers}.`,
      );
    } catch (error) {
      if (hasStatus(error, 404) || (hasStatus(error, 409) && !(await stillExists(state, path, uid)))) break;
      if (hasStatus(error, 409) && attempt < maxAttempts) continue;
      throw await translateErrors(Promise.reject(error));
    }
  }
  cache.remove(uid);
};

const deleteVersions = async (state: KubernetesState, versions: readonly VersionEntry[]): Promise<void> => {
  const remaining = [...versions];
  const problems: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let version = remaining.pop(); version; version = remaining.pop()) {
      await deleteObject(state, versionCollection(state), version).catch((error: unknown) => problems.push(error));
    }
  };
  await Promise.all(Array.from({ length: parallelDeletions }, worker));
  if (problems.length > 0) throw problems[0];
};

/**
 * The versions of a pipeline under deletion, once every admitted one has been stored or has failed. All replicas reject
 * new ones by now (VER-31). Some versions may just have been deleted.
 */
const settledVersions = async (
  state: KubernetesState,
  pipeline: PipelineEntry,
  deletion: Deletion,
): Promise<readonly VersionEntry[]> => {
  const deadline = Date.now() + arrivalWaitMs;
  for (;;) {
    const expected = await state.claims.expected(pipeline, deletion.lease);
    const found = await Promise.all(expected.map((name) => state.liveVersions.named(pipeline.namespace, name)));
    // Versions that were admitted earlier are in the cache.
    if (found.every((version) => version !== undefined) || Date.now() > deadline)
      return state.versionIndex.of(pipeline);
    await sleep(arrivalPollMs);
  }
};

const rejectIfVersionsExist = async (
  state: KubernetesState,
  pipeline: PipelineEntry,
  versions: readonly VersionEntry[],
): Promise<void> => {
  for (const { uid } of versions) {
    if (!(await state.liveVersions.current(uid))) continue;
    throw new ApiError('invalid', `Pipeline ${pipeline.uid} has versions: delete them first, or set cascade=true.`);
  }
};

/** Deletes a pipeline; with `cascade` its versions first, so that a retry after a crash finds the rest (FLT-04). */
export const deletePipeline = (state: KubernetesState, id: string, cascade: boolean): Promise<void> =>
  state.locks.exclusive(id, async () => {
    const { uid } = await requirePipeline(state, id, 'cached');
    const deletion = await state.deletions.begin(uid);
    try {
      const pipeline = await requirePipeline(state, id, 'current');
      const versions = await settledVersions(state, pipeline, deletion);
      if (cascade) await deleteVersions(state, versions);
      else await rejectIfVersionsExist(state, pipeline, versions);
      await deleteObject(state, pipelineCollection(state), pipeline);
    } catch (error) {
      await deletion.withdraw();
      throw error;
    }
    deletion.finish();
  });

export const deleteVersion = async (state: KubernetesState, pipelineId: string, versionId: string): Promise<void> => {
  const version = await requireVersion(state, pipelineId, versionId, 'current');
  await deleteObject(state, versionCollection(state), version);
};
