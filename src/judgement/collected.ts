import type { Difference, ScenarioResult } from '../contract/result.ts';

/** What the tests of a run decided, in the order they ended. */
export interface Collected {
  readonly results: readonly ScenarioResult[];
  readonly differences: readonly Difference[];
  /** Tests that broke without deciding anything: defects of the harness or its environment. */
  readonly broken: readonly string[];
}
