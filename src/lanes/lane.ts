import type { Answer } from './answer.ts';
import type { LaneName, StorageMode } from '../contract/lane-name.ts';
import type { MetadataChange, Pipeline, PipelineDraft, PipelineVersion, VersionDraft } from './pipeline.ts';

/** What identifies a pipeline on both surfaces: REST goes by id, the Kubernetes API by name. */
export type PipelineRef = Pick<Pipeline, 'id' | 'name'>;
/** What identifies a version on both surfaces. */
export type VersionRef = Pick<PipelineVersion, 'id' | 'pipelineId' | 'name'>;

/** One vocabulary over REST and the Kubernetes API. No call is ever repeated. */
export interface Surface {
  readonly name: 'rest' | 'kubernetes';
  createPipeline(draft: PipelineDraft): Promise<Answer<Pipeline>>;
  getPipeline(ref: PipelineRef): Promise<Answer<Pipeline>>;
  getPipelineByName(name: string): Promise<Answer<Pipeline>>;
  /** Every pipeline this surface shows to a reader without filter, in no particular order. */
  allPipelines(): Promise<Answer<readonly Pipeline[]>>;
  updatePipeline(ref: PipelineRef, change: MetadataChange): Promise<Answer<Pipeline>>;
  /** With its versions. */
  deletePipeline(ref: PipelineRef): Promise<Answer<null>>;
  createVersion(pipeline: PipelineRef, draft: VersionDraft): Promise<Answer<PipelineVersion>>;
  getVersion(ref: VersionRef): Promise<Answer<PipelineVersion>>;
  /** Every version of a pipeline, in no particular order. */
  allVersions(pipeline: PipelineRef): Promise<Answer<readonly PipelineVersion[]>>;
  updateVersion(ref: VersionRef, change: MetadataChange): Promise<Answer<PipelineVersion>>;
  deleteVersion(ref: VersionRef): Promise<Answer<null>>;
}

/** A surface to read from, and how long it may take to show what the lane has written: 0 where it must show it at once. */
export interface View {
  readonly surface: Surface;
  readonly patienceMs: number;
}

/**
 * A lane: where a scenario writes, and everything that must show what it wrote. In `kubernetes/crd` the Kubernetes API is
 * written, and both the Kubernetes API (at once) and REST (within 5 s, LIST-26) are read.
 */
export interface Lane {
  readonly name: LaneName;
  readonly storage: StorageMode;
  readonly write: Surface;
  readonly rest: Surface;
  /** The surfaces that must show what was written: the one written to first. */
  readonly views: readonly View[];
  /**
   * Repeats `assertion` until it holds or `patienceMs` of the view has passed (once, where that is 0), then throws its
   * last error: for what was written on one surface and is read on another.
   */
  eventually(view: View, assertion: () => Promise<void>): Promise<void>;
}
