import type { ListQuery, Page } from './listing.ts';

/** A pipeline in a store. `createdAt` in whole seconds since the epoch. */
export interface StoredPipeline {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A pipeline version in a store; `pipelineSpec` is the IR document, `platformSpec` its `kubernetes` platform part. */
export interface StoredVersion {
  readonly id: string;
  readonly pipelineId: string;
  readonly namespace: string;
  /** `metadata.name` in Kubernetes mode, to which `resourceNames` of RBAC refer; absent in database mode. */
  readonly objectName?: string;
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly codeSourceUrl: string;
  readonly packageUrl: string;
  readonly status: 'READY' | 'CREATING' | 'DELETING';
  readonly pipelineSpec: unknown;
  readonly platformSpec: unknown;
  /**
   * The reason why the definition cannot be read; lists return it as `error` of the item instead of failing (LIST-24).
   */
  readonly unreadable?: string;
}

export type NewPipeline = Omit<StoredPipeline, 'id' | 'createdAt'>;
export type NewVersion = Omit<
  StoredVersion,
  'id' | 'createdAt' | 'status' | 'pipelineId' | 'namespace' | 'objectName' | 'unreadable'
>;
/** Absent: unchanged. An empty `tags` clears them. */
export interface MetadataChange {
  readonly displayName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The operations of both storage modes. Names are unique in a namespace, ids everywhere; the empty namespace holds
 * shared pipelines. Methods throw ApiErrors: `not-found`, `already-exists`, `invalid`, `conflict`, `unavailable`. Every
 * later call on any method sees completed writes; writes of another replica are visible at once to calls by id or name,
 * and within seconds to lists.
 */
export interface PipelineStore extends AsyncDisposable {
  readonly kind: 'database' | 'kubernetes';
  createPipeline(pipeline: NewPipeline): Promise<StoredPipeline>;
  /** Creates both or neither: if the version is rejected, no pipeline remains. */
  createPipelineWithVersion(
    pipeline: NewPipeline,
    version: NewVersion,
  ): Promise<{ readonly pipeline: StoredPipeline; readonly version: StoredVersion }>;
  getPipeline(id: string): Promise<StoredPipeline>;
  /** The namespace and name of a pipeline, which never change: may be answered from a cache. */
  locatePipeline(id: string): Promise<Pick<StoredPipeline, 'namespace' | 'name'>>;
  getPipelineByName(namespace: string, name: string): Promise<StoredPipeline>;
  listPipelines(namespace: string, query: ListQuery): Promise<Page<StoredPipeline>>;
  updatePipeline(id: string, change: MetadataChange): Promise<StoredPipeline>;
  /** Without `cascade` throws an `invalid` ApiError while versions exist. */
  deletePipeline(id: string, cascade: boolean): Promise<void>;
  createVersion(pipelineId: string, version: NewVersion): Promise<StoredVersion>;
  /** Also throws `not-found` when the version belongs to another pipeline. */
  getVersion(pipelineId: string, versionId: string): Promise<StoredVersion>;
  listVersions(pipelineId: string, query: ListQuery): Promise<Page<StoredVersion>>;
  updateVersion(pipelineId: string, versionId: string, change: MetadataChange): Promise<StoredVersion>;
  deleteVersion(pipelineId: string, versionId: string): Promise<void>;
  /** Throws an `unavailable` ApiError when the store cannot be reached (healthz). */
  ping(): Promise<void>;
}
