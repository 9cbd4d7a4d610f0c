import type { ScenarioResult } from '../../src/contract/result.ts';

/** What the tests of the suites and of their mutants leave in a report, declared by these for vitest itself. */
interface TestMeta {
  readonly scenarioResult?: Pick<ScenarioResult, 'checks'>;
  readonly mutantResult?: { readonly mutant: string; readonly killed: readonly { readonly key: string }[] };
  readonly declaredChecks?: readonly string[];
}

/** The parts of vitest's JSON report that are read here. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      /** `passed`, `failed`, `skipped`, `pending` or `todo` */
      readonly status: string;
      readonly tags?: readonly string[];
      readonly meta?: TestMeta;
    }[];
  }[];
}
