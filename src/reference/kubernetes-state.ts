import type { KubernetesApi } from './kubernetes-api.ts';
import { collectionPath, type ObjectMetadata, type Resource } from './kubernetes-objects.ts';
import type { Log } from './log.ts';
import { OrderedIndex } from './ordered-index.ts';
import { pipelineEntry, type PipelineEntry } from './pipeline-entry.ts';
import type { StoredPipeline } from './pipeline-store.ts';
import { Refusal } from './refusal.ts';
import { SharedLocks } from './shared-locks.ts';
import { versionEntry, type VersionEntry } from './version-entry.ts';
import { VersionIndex } from './version-index.ts';
import { WatchCache } from './watch-cache.ts';
import { Reservations } from './webhook-reservations.ts';

/** What the Kubernetes store and the webhooks share: the followed objects of one namespace, their indexes, and locks by pipeline uid. */
export interface KubernetesState {
  readonly api: KubernetesApi;
  readonly namespace: string;
  readonly pipelines: WatchCache<PipelineEntry>;
  readonly versions: WatchCache<VersionEntry>;
  readonly orderedPipelines: OrderedIndex<StoredPipeline>;
  readonly versionIndex: VersionIndex;
  readonly locks: SharedLocks;
  /** Versions that the webhook has admitted and that have not arrived yet. */
  readonly reservations: Reservations;
  readonly log: Log;
}

/** One resource: where its objects are, and how they are cached. */
export interface Collection<Entry extends PipelineEntry | VersionEntry> {
  readonly resource: Resource;
  readonly kind: 'Pipeline' | 'PipelineVersion';
  readonly cache: WatchCache<Entry>;
  readonly convert: (object: { readonly metadata: ObjectMetadata }) => Entry;
}

const PIPELINES_A_PAGE = 500;
/** A version may have 1.5 MiB, and a page is one text in memory. */
const VERSIONS_A_PAGE = 100;

export function followNamespace(api: KubernetesApi, namespace: string, log: Log): KubernetesState {
  const pipelines = new WatchCache({
    api,
    path: collectionPath('pipelines', namespace),
    pageSize: PIPELINES_A_PAGE,
    convert: pipelineEntry,
    log,
  });
  const versions = new WatchCache({
    api,
    path: collectionPath('pipelineversions', namespace),
    pageSize: VERSIONS_A_PAGE,
    convert: versionEntry,
    log,
  });
  const orderedPipelines = new OrderedIndex<StoredPipeline>();
  pipelines.listen({
    added: ({ item }) => orderedPipelines.set(item),
    removed: ({ uid }) => orderedPipelines.delete(uid),
  });
  const versionIndex = new VersionIndex(versions);
  const reservations = new Reservations();
  versions.listen(reservations);
  const locks = new SharedLocks();
  return { api, namespace, pipelines, versions, orderedPipelines, versionIndex, locks, reservations, log };
}

export function pipelineCollection({ pipelines }: KubernetesState): Collection<PipelineEntry> {
  return { resource: 'pipelines', kind: 'Pipeline', cache: pipelines, convert: pipelineEntry };
}

export function versionCollection({ versions }: KubernetesState): Collection<VersionEntry> {
  return { resource: 'pipelineversions', kind: 'PipelineVersion', cache: versions, convert: versionEntry };
}

export function requirePipeline(state: KubernetesState, id: string): PipelineEntry {
  const entry = state.pipelines.get(id);
  if (!entry) throw new Refusal('not-found', `Pipeline ${id} not found.`);
  return entry;
}

/** `not-found` also when the version belongs to another pipeline (VER-13). */
export function requireVersion(state: KubernetesState, pipelineId: string, versionId: string): VersionEntry {
  const pipeline = requirePipeline(state, pipelineId);
  const entry = state.versions.get(versionId);
  if (!entry || !state.versionIndex.has(pipeline, entry)) {
    throw new Refusal('not-found', `Pipeline version ${versionId} of pipeline ${pipelineId} not found.`);
  }
  return entry;
}
