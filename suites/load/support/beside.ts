import type { Scenario } from 'k6/options';
import { settings } from './settings.ts';

const { warmUp, warmUpSeconds, graceSeconds } = settings;

/** When the measured part begins, in seconds since the start of the test. */
export const measuredStartSeconds = warmUp === 0 ? 0 : warmUpSeconds + 0.5;

/** What every scenario behind the warm-up has: requests end before an iteration would be interrupted. */
export const afterWarmUp = <Exec extends string>(exec: Exec, delaySeconds = 0) =>
  ({
    exec,
    startTime: `${measuredStartSeconds + delaySeconds}s`,
    gracefulStop: `${graceSeconds}s`,
  }) as const;

/** What runs beside the measured scenario, as the function `beside` of the script. */
export interface Beside {
  /** The most virtual users that it has at a time, in addition to those of the measured scenario. */
  readonly vus: number;
  readonly scenario: Scenario;
}
