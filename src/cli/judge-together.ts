import { loadRequirements } from '../contract/load-requirements.ts';
import { profiles, type Profile } from '../contract/requirement.ts';
import type { ExitCode } from '../failures/exit-code.ts';
import { checksOf } from '../judgement/check-list.ts';
import { exitCodeOf } from '../judgement/exit-code-of.ts';
import { expectedChecks } from '../judgement/expected-checks.ts';
import { joinReports } from '../judgement/joined.ts';
import { readReport } from '../judgement/json.ts';
import { wholeSelection } from '../judgement/selection.ts';
import { printJoined } from '../report/joined-summary.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { ownSuite } from './own-suite.ts';
import { reportFile } from './report-file.ts';
import { requireKnownValues } from './require-known-values.ts';

/**
 * Judges runs of the same build together, prints the claims, and resolves with the exit code of that judgement. Throws a
 * UsageError if the runs cannot be judged together. `required`: profiles of `--require-conformance`.
 */
export const judgeTogether = async (runs: readonly string[], required: readonly string[]): Promise<ExitCode> => {
  requireKnownValues('--require-conformance', required, profiles);
  const reports = await Promise.all(runs.map(async (run) => readReport(await reportFile(run))));
  const catalogue = await loadRequirements();
  const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
  const joined = joinReports(reports, {
    catalogue,
    declared: expectedChecks(scenarios, wholeSelection, catalogue),
    suite: ownSuite(catalogue, scenarios),
    required: required as readonly Profile[],
  });
  printJoined(reports, joined);
  return exitCodeOf({
    gate: joined.gate,
    outcomes: reports.flatMap((report) => checksOf(report).map(({ check }) => check.outcome)),
  });
};
