import type { LoadReport, Measurement, StoreRecord } from '../judgement/load/schema.ts';
import type { Plan } from './plan.ts';
import type { RunOverhead } from './sampling/run-overhead.ts';

/** What a run has measured so far. */
export interface LoadRecord {
  readonly stores: StoreRecord[];
  readonly measurements: Measurement[];
  readonly notMeasured: NonNullable<LoadReport['notMeasured']>;
  readonly events: LoadReport['events'];
  readonly samples: LoadReport['samples'];
  readonly series: Record<string, string>;
  /** What ended the run early, or a part of it. */
  readonly broken: string[];
  readonly targets: LoadReport['targets'];
  /** The plan as it was run, where an installation decides a part of it; absent: as it was given. */
  plan?: Plan;
  /** Of the first bench; absent before it. */
  environment?: LoadReport['environment'];
  /** What the samples cost. */
  readonly sampling: RunOverhead;
  /** The instant at which the run began, by performance.now(). */
  readonly origin: number;
}

export const loadRecord = (): LoadRecord => ({
  stores: [],
  measurements: [],
  notMeasured: [],
  events: [],
  samples: [],
  series: {},
  broken: [],
  targets: [],
  sampling: { cpuSeconds: 0, missed: 0 },
  origin: performance.now(),
});
