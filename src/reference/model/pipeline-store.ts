import type { ListQuery, Page } from './listing.ts';

/** A pipeline as a store holds it. `createdAt` in whole seconds since the epoch. */
export interface StoredPipeline {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A pipeline version as a store holds it; `pipelineSpec` is the IR document, `platformSpec` its `kubernetes` platform part. */
export interface StoredVersion {
  readonly id: string;
  readonly pipelineId: string;
  readonly namespace: string;
  /** `metadata.name` in Kubernetes mode, which RBAC's `resourceNames` mean; absent in the database. */
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
  /** Why the definition cannot be read; lists carry it as `error` of the item instead of failing (LIST-24). */
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
 * What both storage modes offer. Names are unique in a namespace, ids everywhere; the empty namespace holds what all share. Every method refuses with a `Refusal` (refusal.ts): `not-found`, `already-exists`,
 * `invalid`, `conflict`, `unavailable`. What a method has written, every later call on any method shows; what
 * another replica of the server has written, every later call by id or name, and lists within seconds.
 */
export interface PipelineStore extends AsyncDisposable {
  readonly kind: 'database' | 'kubernetes';
  createPipeline(pipeline: NewPipeline): Promise<StoredPipeline>;
  /** Both or neither: a refusal of the version leaves no pipeline behind. */
  createPipelineWithVersion(
    pipeline: NewPipeline,
    version: NewVersion,
  ): Promise<{ pipeline: StoredPipeline; version: StoredVersion }>;
  getPipeline(id: string): Promise<StoredPipeline>;
  /** Where a pipeline is, which never changes: without asking for what may have. */
  locatePipeline(id: string): Promise<Pick<StoredPipeline, 'namespace' | 'name'>>;
  getPipelineByName(namespace: string, name: string): Promise<StoredPipeline>;
  listPipelines(namespace: string, query: ListQuery): Promise<Page<StoredPipeline>>;
  updatePipeline(id: string, change: MetadataChange): Promise<StoredPipeline>;
  /** Without `cascade` refused as `invalid` while versions exist. */
  deletePipeline(id: string, cascade: boolean): Promise<void>;
  createVersion(pipelineId: string, version: NewVersion): Promise<StoredVersion>;
  /** `not-found` also when the version belongs to another pipeline. */
  getVersion(pipelineId: string, versionId: string): Promise<StoredVersion>;
  listVersions(pipelineId: string, query: ListQuery): Promise<Page<StoredVersion>>;
  updateVersion(pipelineId: string, versionId: string, change: MetadataChange): Promise<StoredVersion>;
  deleteVersion(pipelineId: string, versionId: string): Promise<void>;
  /** Refuses with `unavailable` when the store cannot be reached (healthz). */
  ping(): Promise<void>;
}
