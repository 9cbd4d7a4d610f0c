import type { Difference, ScenarioResult } from '../contract/result.ts';

/** The results of the tests of a run, in the order in which they ended. */
export interface Collected {
  readonly results: readonly ScenarioResult[];
  readonly differences: readonly Difference[];
  /** Tests that ended with an error and without a result: defects of the harness or its environment. */
  readonly broken: readonly string[];
  /** The names of the scenarios of these tests, each once. */
  readonly brokenScenarios: readonly string[];
}
