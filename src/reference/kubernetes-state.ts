import type { KubernetesApi } from './kubernetes-api.ts';
import { NAMESPACED_KINDS, SHARED_KINDS, type Kind, type Kinds } from './kubernetes-kinds.ts';
import { collectionPath, type ObjectMetadata } from './kubernetes-objects.ts';
import type { Log } from './log.ts';
import { pipelineEntry, type PipelineEntry } from './pipeline-entry.ts';
import { PipelineIndex } from './pipeline-index.ts';
import { Refusal } from './refusal.ts';
import { SharedLocks } from './shared-locks.ts';
import { versionEntry, type VersionEntry } from './version-entry.ts';
import { VersionIndex } from './version-index.ts';
import { WatchCache } from './watch-cache.ts';
import { Reservations } from './webhook-reservations.ts';

/** What the Kubernetes store and the webhooks share: the followed objects of a pair of kinds, their indexes, and locks by pipeline uid. */
export interface KubernetesState {
  readonly api: KubernetesApi;
  readonly kinds: Kinds;
  /** The one namespace that is followed; undefined for all of them, empty for cluster-scoped kinds. */
  readonly namespace: string | undefined;
  readonly pipelines: WatchCache<PipelineEntry>;
  readonly versions: WatchCache<VersionEntry>;
  readonly pipelineIndex: PipelineIndex;
  readonly versionIndex: VersionIndex;
  readonly locks: SharedLocks;
  /** Versions that the webhook has admitted and that have not arrived yet. */
  readonly reservations: Reservations;
  readonly log: Log;
}

/** One resource: where its objects are, and how they are cached. */
export interface Collection<Entry extends PipelineEntry | VersionEntry> extends Kind {
  readonly cache: WatchCache<Entry>;
  readonly convert: (object: { readonly metadata: ObjectMetadata }) => Entry;
}

const PIPELINES_A_PAGE = 500;
/** A version may have 1.5 MiB, and a page is one text in memory. */
const VERSIONS_A_PAGE = 100;

/** Follows one namespace or, for undefined, all of them. */
export function followNamespace(api: KubernetesApi, namespace: string | undefined, log: Log): KubernetesState {
  return follow(api, NAMESPACED_KINDS, namespace, log);
}

/** Follows the cluster-scoped kinds. */
export function followShared(api: KubernetesApi, log: Log): KubernetesState {
  return follow(api, SHARED_KINDS, '', log);
}

function follow(api: KubernetesApi, kinds: Kinds, namespace: string | undefined, log: Log): KubernetesState {
  const pipelines = new WatchCache({
    api,
    path: collectionPath(kinds.pipeline.resource, namespace ?? ''),
    pageSize: PIPELINES_A_PAGE,
    convert: pipelineEntry,
    log,
  });
  const versions = new WatchCache({
    api,
    path: collectionPath(kinds.version.resource, namespace ?? ''),
    pageSize: VERSIONS_A_PAGE,
    convert: (object) => versionEntry(object, kinds),
    log,
  });
  const pipelineIndex = new PipelineIndex(pipelines);
  const versionIndex = new VersionIndex(versions);
  const reservations = new Reservations();
  versions.listen(reservations);
  const locks = new SharedLocks();
  return { api, kinds, namespace, pipelines, versions, pipelineIndex, versionIndex, locks, reservations, log };
}

export function pipelineCollection({ pipelines, kinds }: KubernetesState): Collection<PipelineEntry> {
  return { ...kinds.pipeline, cache: pipelines, convert: pipelineEntry };
}

export function versionCollection({ versions, kinds }: KubernetesState): Collection<VersionEntry> {
  return { ...kinds.version, cache: versions, convert: (object) => versionEntry(object, kinds) };
}

/** The namespace that a request is about: whatever it names, the one that is followed where it is one only. */
export function namespaceFor({ namespace }: KubernetesState, requested: string): string {
  if (namespace !== undefined) return namespace;
  if (requested !== '') return requested;
  throw new Refusal('invalid', 'Expected a namespace: pipelines of no namespace are not kept in the Kubernetes API.');
}

/** Refuses as `unavailable` while what is followed is not known, or not well enough. */
export function assertFresh({ pipelines, versions }: KubernetesState): void {
  pipelines.assertFresh();
  versions.assertFresh();
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
