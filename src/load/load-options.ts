import type { LaneName } from '../contract/lane-name.ts';
import type { Waiting } from '../waiting/waiting.ts';
import type { LoadRecord } from './load-record.ts';
import type { NamedTarget } from './named-target.ts';
import type { Plan } from './plan.ts';

/** A plan to be run. */
export interface LoadOptions extends Waiting {
  readonly plan: Plan;
  readonly seed: number;
  readonly targets: readonly NamedTarget[];
  readonly lanes: readonly LaneName[];
  readonly record: LoadRecord;
  /** Called after each measurement, so that a run that is killed has lost little. */
  readonly measured: () => Promise<void>;
}
