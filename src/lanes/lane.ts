import type { Answer } from './answer.ts';
import type { LaneName, StorageMode } from '../contract/lane-name.ts';
import type { MetadataChange, Pipeline, PipelineDraft, PipelineVersion, VersionDraft } from './pipeline.ts';

/** Identifies a pipeline on both surfaces: by id on REST, by name on the Kubernetes API. */
export type PipelineRef = Pick<Pipeline, 'id' | 'name'>;
/** Identifies a version on both surfaces. */
export type VersionRef = Pick<PipelineVersion, 'id' | 'pipelineId' | 'name'>;

/** A common interface of REST and the Kubernetes API. No call is repeated. */
export interface Surface {
  readonly name: 'rest' | 'kubernetes';
  createPipeline(draft: PipelineDraft): Promise<Answer<Pipeline>>;
  getPipeline(ref: PipelineRef): Promise<Answer<Pipeline>>;
  getPipelineByName(name: string): Promise<Answer<Pipeline>>;
  /** All pipelines that an unfiltered listing returns, in no particular order. */
  allPipelines(): Promise<Answer<readonly Pipeline[]>>;
  updatePipeline(ref: PipelineRef, change: MetadataChange): Promise<Answer<Pipeline>>;
  /** Deletes a pipeline with its versions. */
  deletePipeline(ref: PipelineRef): Promise<Answer<null>>;
  createVersion(pipeline: PipelineRef, draft: VersionDraft): Promise<Answer<PipelineVersion>>;
  getVersion(ref: VersionRef): Promise<Answer<PipelineVersion>>;
  /** All versions of a pipeline, in no particular order. */
  allVersions(pipeline: PipelineRef): Promise<Answer<readonly PipelineVersion[]>>;
  updateVersion(ref: VersionRef, change: MetadataChange): Promise<Answer<PipelineVersion>>;
  deleteVersion(ref: VersionRef): Promise<Answer<null>>;
  /** The time of the server in milliseconds, in whole seconds, by the Date header of an answer. */
  clock(): Promise<number>;
}

/** A surface to read from, and the time in which it must show a write of the lane: 0 for immediately. */
export interface View {
  readonly surface: Surface;
  readonly patienceMs: number;
}

/**
 * A lane: the surface that a scenario writes to, and the surfaces that must show its writes. In `kubernetes/crd`
 * scenarios write to the Kubernetes API and read from both the Kubernetes API (immediately) and REST (within 5 s,
 * LIST-26).
 */
export interface Lane {
  readonly name: LaneName;
  readonly storage: StorageMode;
  readonly write: Surface;
  readonly rest: Surface;
  /**
   * The time of the server that gives objects their creation time, in milliseconds and whole seconds: that of KFP with a
   * database, of the Kubernetes API otherwise, whichever surface is written to.
   */
  clock(): Promise<number>;
  /** The surfaces that must show writes, beginning with the one that is written to. */
  readonly views: readonly View[];
  /**
   * Repeats `assertion` until it holds or `patienceMs` of the view has passed (once if that is 0), then throws its
   * last error. For values that are written on one surface and read on another.
   */
  eventually(view: View, assertion: () => Promise<void>): Promise<void>;
}
