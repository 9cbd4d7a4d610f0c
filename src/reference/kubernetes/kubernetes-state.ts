import type { KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { namespacedKinds, sharedKinds, type Kind, type Kinds } from '../kube-api/kubernetes-kinds.ts';
import { collectionPath, type ObjectMetadata } from '../kube-api/kubernetes-objects.ts';
import { LiveObjects } from './live-objects.ts';
import type { Log } from '../ground/log.ts';
import { PipelineDeletions } from './pipeline-deletions.ts';
import { pipelineEntry, type PipelineEntry } from './pipeline-entry.ts';
import { PipelineIndex } from './pipeline-index.ts';
import { ApiError } from '../ground/api-error.ts';
import { ServerLeases } from './server-leases.ts';
import { SharedLocks } from './shared-locks.ts';
import { VersionClaims } from './version-claims.ts';
import { versionEntry, type VersionEntry } from './version-entry.ts';
import { VersionIndex } from './version-index.ts';
import { WatchCache } from './watch-cache.ts';

/**
 * The state shared by the Kubernetes store and the webhooks: watched objects of a pair of kinds, their indexes, and
 * locks by pipeline uid.
 */
export interface KubernetesState {
  readonly api: KubernetesApi;
  readonly kinds: Kinds;
  /** The watched namespace; undefined for all, empty for cluster-scoped kinds. */
  readonly namespace: string | undefined;
  readonly pipelines: WatchCache<PipelineEntry>;
  readonly versions: WatchCache<VersionEntry>;
  readonly pipelineIndex: PipelineIndex;
  readonly versionIndex: VersionIndex;
  /** Current objects of both collections, including writes of other replicas. */
  readonly livePipelines: LiveObjects<PipelineEntry>;
  readonly liveVersions: LiveObjects<VersionEntry>;
  readonly locks: SharedLocks;
  /** The state that all replicas of the server share. */
  readonly leases: ServerLeases;
  readonly claims: VersionClaims;
  readonly deletions: PipelineDeletions;
  /** Whether the server's webhooks admit writes; without them the store admits its own. */
  readonly hasWebhooks: boolean;
  readonly log: Log;
}

/** A resource: its kind and its cache. */
export interface Collection<Entry extends PipelineEntry | VersionEntry> extends Kind {
  readonly cache: WatchCache<Entry>;
  readonly convert: (object: { readonly metadata: ObjectMetadata }) => Entry;
}

const pipelinesPerPage = 500;
/** A version may have 1.5 MiB, and a page is one text in memory. */
const versionsPerPage = 100;

export interface WatchOptions {
  /** The namespace of the server's own objects. */
  readonly systemNamespace: string;
  /** Whether the server's webhooks admit writes. */
  readonly hasWebhooks: boolean;
  readonly log: Log;
}

const watchKinds = (
  api: KubernetesApi,
  kinds: Kinds,
  namespace: string | undefined,
  { systemNamespace, hasWebhooks, log }: WatchOptions,
): KubernetesState => {
  const pipelinesPath = collectionPath(kinds.pipeline.resource, namespace ?? '');
  const versionsPath = collectionPath(kinds.version.resource, namespace ?? '');
  const convertVersion = (object: { readonly metadata: ObjectMetadata }): VersionEntry => versionEntry(object, kinds);
  const pipelines = new WatchCache({
    api,
    path: pipelinesPath,
    pageSize: pipelinesPerPage,
    convert: pipelineEntry,
    log,
  });
  const versions = new WatchCache({
    api,
    path: versionsPath,
    pageSize: versionsPerPage,
    convert: convertVersion,
    log,
  });
  const pipelineIndex = new PipelineIndex(pipelines);
  const versionIndex = new VersionIndex(versions);
  const leases = new ServerLeases(api, systemNamespace, log);
  const liveVersions = new LiveObjects({
    api,
    path: versionsPath,
    resource: kinds.version.resource,
    cache: versions,
    convert: convertVersion,
  });
  const claims = new VersionClaims(leases, liveVersions);
  versions.listen(claims);
  return {
    api,
    kinds,
    namespace,
    pipelines,
    versions,
    pipelineIndex,
    versionIndex,
    livePipelines: new LiveObjects({
      api,
      path: pipelinesPath,
      resource: kinds.pipeline.resource,
      cache: pipelines,
      convert: pipelineEntry,
    }),
    liveVersions,
    locks: new SharedLocks(),
    leases,
    claims,
    deletions: new PipelineDeletions(leases, log),
    hasWebhooks,
    log,
  };
};

/** Watches one namespace or, for undefined, all namespaces. */
export const watchNamespace = (
  api: KubernetesApi,
  namespace: string | undefined,
  options: WatchOptions,
): KubernetesState => watchKinds(api, namespacedKinds, namespace, options);

/** Watches the cluster-scoped kinds. */
export const watchShared = (api: KubernetesApi, options: WatchOptions): KubernetesState =>
  watchKinds(api, sharedKinds, '', options);

/** Stops the watches and the lease sweep. */
export const stopWatching = async ({ pipelines, versions, leases }: KubernetesState): Promise<void> => {
  await Promise.all([pipelines, versions, leases].map((watched) => watched[Symbol.asyncDispose]()));
};

export const pipelineCollection = ({ pipelines, kinds }: KubernetesState): Collection<PipelineEntry> => ({
  ...kinds.pipeline,
  cache: pipelines,
  convert: pipelineEntry,
});

export const versionCollection = ({ versions, kinds }: KubernetesState): Collection<VersionEntry> => ({
  ...kinds.version,
  cache: versions,
  convert: (object) => versionEntry(object, kinds),
});

/** The namespace of a request; in single-user mode always the watched one. */
export const namespaceFor = ({ namespace }: KubernetesState, requested: string): string => {
  if (namespace !== undefined) return namespace;
  if (requested !== '') return requested;
  throw new ApiError('invalid', 'Expected a namespace: pipelines of no namespace are not kept in the Kubernetes API.');
};

/** Whether the caches cover a namespace. */
export const watchesNamespace = ({ namespace }: KubernetesState, other: string): boolean =>
  namespace === undefined || namespace === other;

/** Throws an `unavailable` ApiError while a cache is empty or stale. */
export const assertFresh = ({ pipelines, versions }: KubernetesState): void => {
  pipelines.assertFresh();
  versions.assertFresh();
};

/**
 * Read from the cache, or from the Kubernetes API: names and namespaces never change, anything else may have been
 * changed by another replica.
 */
export type Freshness = 'cached' | 'current';

export const requirePipeline = async (
  state: KubernetesState,
  id: string,
  freshness: Freshness,
): Promise<PipelineEntry> => {
  const { livePipelines } = state;
  const entry = await (freshness === 'current' ? livePipelines.current(id) : livePipelines.find(id));
  if (!entry) throw new ApiError('not-found', `Pipeline ${id} not found.`);
  return entry;
};

/** Also throws `not-found` when the version belongs to another pipeline (VER-13). */
export const requireVersion = async (
  state: KubernetesState,
  pipelineId: string,
  versionId: string,
  freshness: Freshness,
): Promise<VersionEntry> => {
  const { liveVersions } = state;
  const pipeline = await requirePipeline(state, pipelineId, 'cached');
  const entry = await (freshness === 'current' ? liveVersions.current(versionId) : liveVersions.find(versionId));
  if (!entry || !state.versionIndex.has(pipeline, entry)) {
    throw new ApiError('not-found', `Pipeline version ${versionId} of pipeline ${pipelineId} not found.`);
  }
  return entry;
};
