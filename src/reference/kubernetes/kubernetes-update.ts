import { setTimeout as sleep } from 'node:timers/promises';
import { hasStatus } from '../kube-api/kubernetes-error.ts';
import { objectPath, type ObjectMetadata, type PipelineObject } from '../kube-api/kubernetes-objects.ts';
import { apiErrorFor, translateErrors } from '../kube-api/error-translation.ts';
import type { Collection, KubernetesState } from './kubernetes-state.ts';
import type { PipelineEntry } from './pipeline-entry.ts';
import type { MetadataChange } from '../model/pipeline-store.ts';
import { ApiError } from '../ground/api-error.ts';
import type { VersionEntry } from './version-entry.ts';

interface Operation {
  readonly op: 'test' | 'add';
  readonly path: string;
  readonly value: unknown;
}

const maxAttempts = 10;

/** `resourceVersion` is set for an object without a spec, and ensures that it has not got one meanwhile. */
const operations = (
  uid: string,
  { displayName, tags }: MetadataChange,
  resourceVersion: string | undefined,
): readonly Operation[] => {
  const list: Operation[] = [{ op: 'test', path: '/metadata/uid', value: uid }];
  if (resourceVersion !== undefined) {
    list.push(
      { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion },
      { op: 'add', path: '/spec', value: {} },
    );
  }
  if (displayName !== undefined) list.push({ op: 'add', path: '/spec/displayName', value: displayName });
  if (tags !== undefined) list.push({ op: 'add', path: '/spec/tags', value: tags });
  return list;
};

const read = async (state: KubernetesState, path: string): Promise<PipelineObject | undefined> => {
  try {
    return (await state.api.request({ method: 'GET', path })) as PipelineObject;
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    return translateErrors(Promise.reject(error));
  }
};

const patch = async <Entry extends PipelineEntry | VersionEntry>(
  state: KubernetesState,
  collection: Collection<Entry>,
  entry: Entry,
  change: MetadataChange,
): Promise<Entry> => {
  const { resource, kind, cache, convert } = collection;
  const path = objectPath(resource, entry.namespace, entry.name);
  const notFound = (cause: unknown): ApiError =>
    new ApiError('not-found', `${kind} ${entry.uid} not found.`, { cause });
  let hasSpec = !('hasSpec' in entry) || entry.hasSpec;
  let { resourceVersion } = entry as { readonly resourceVersion: number | string };
  for (let attempt = 1; ; attempt++) {
    const body = operations(entry.uid, change, hasSpec ? undefined : String(resourceVersion));
    try {
      const object = await state.api.request({
        method: 'PATCH',
        path,
        body,
        contentType: 'application/json-patch+json',
      });
      const updated = convert(object as { readonly metadata: ObjectMetadata });
      cache.put(updated);
      return updated;
    } catch (error) {
      if (hasStatus(error, 404)) {
        cache.remove(entry.uid);
        throw notFound(error);
      }
      if (!hasStatus(error, 409) && !hasStatus(error, 422)) throw apiErrorFor(error);
      const current = await read(state, path);
      if (current?.metadata.uid !== entry.uid) {
        cache.remove(entry.uid);
        throw notFound(error);
      }
      // A failed `test` and an invalid value both give 422; on an unchanged object it is the value.
      const unchanged = hasSpec || current.metadata.resourceVersion === String(resourceVersion);
      if (attempt === maxAttempts || (hasStatus(error, 422) && unchanged)) throw apiErrorFor(error);
      hasSpec = current.spec !== undefined;
      resourceVersion = current.metadata.resourceVersion;
      await sleep(attempt * 5 * Math.random());
    }
  }
};

/**
 * Changes display name and tags in one JSON Patch, so that concurrent changes never mix (CRUD-18). Conflicts with other
 * writes are retried on the current object (FLT-11).
 */
export const updateMetadata = <Entry extends PipelineEntry | VersionEntry>(
  state: KubernetesState,
  collection: Collection<Entry>,
  entry: Entry,
  change: MetadataChange,
): Promise<Entry> => {
  if (change.displayName === undefined && change.tags === undefined) return Promise.resolve(entry);
  // Serialized: concurrent patches of one object conflict in the API server, which costs more than waiting.
  return state.locks.exclusive(`update ${entry.uid}`, () => patch(state, collection, entry, change));
};
