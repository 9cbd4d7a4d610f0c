import type { CheckResult } from '../contract/result.ts';

/**
 * Hears how the scenarios of a run get on. A title names a scenario and a lane, or the comparison of its lanes:
 * `pipeline-created-twice [database/rest]`, `pipeline-created-twice [parity]`.
 */
export interface ScenarioEvents {
  started(title: string): void;
  /** `checks`: as the report has them; none where the scenario has no result. */
  ended(title: string, checks: readonly CheckResult[]): void;
}
