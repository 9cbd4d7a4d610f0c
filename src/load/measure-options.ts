import type { LaneName } from '../contract/lane-name.ts';
import type { OperationName } from '../contract/load-operation.ts';
import type { Bench } from './bench.ts';
import type { IdFiles } from './id-files.ts';
import type { Plan } from './plan.ts';
import type { Sampler } from './sampling/sampler.ts';
import type { StoreContents } from './store-contents.ts';

/** An open store with the ids of its objects. */
export interface MeasuredStore {
  readonly bench: Bench;
  readonly contents: StoreContents;
  readonly ids: IdFiles;
  /** Hands out indices of pipelines that do not exist, each once; returns the first. */
  readonly takeIndices: (count: number) => number;
}

/** One measurement: an operation in a lane on an open store. */
export interface MeasureOptions extends MeasuredStore {
  readonly plan: Plan;
  readonly seed: number;
  /** The name of the target in the report. */
  readonly target: string;
  readonly lane: LaneName;
  readonly operation: OperationName;
  readonly sampler: Pick<Sampler, 'mark' | 'between' | 'samples' | 'secondAt' | 'event'>;
  readonly signal: AbortSignal;
}
