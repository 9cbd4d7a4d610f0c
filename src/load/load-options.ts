import type { LaneName } from '../contract/lane-name.ts';
import type { Waiting } from '../waiting/waiting.ts';
import type { LoadEnvironment } from './load-environment.ts';
import type { LoadRecord } from './load-record.ts';
import type { NamedTarget } from './named-target.ts';
import type { Plan } from './plan.ts';

/** A plan to be run. */
export interface LoadOptions extends Waiting {
  readonly plan: Plan;
  readonly seed: number;
  readonly environment: LoadEnvironment;
  /** Identifies what the run makes in an installation. */
  readonly runId: string;
  /** Those that are started; none in an installation. */
  readonly targets: readonly NamedTarget[];
  readonly lanes: readonly LaneName[];
  /** Operations of the plan that lanes do not have, each with the reason. */
  readonly without: LoadRecord['notMeasured'];
  readonly record: LoadRecord;
  /** Called after each measurement, so that a run that is killed has lost little. */
  readonly measured: () => Promise<void>;
}
