import type { EnvironmentError } from '../failures/environment-error.ts';
import { TargetNotReadyError } from '../targets/target-not-ready-error.ts';
import type { LaneName } from '../contract/lane-name.ts';
import { namesFor } from '../contract/names.ts';
import type { ScenarioResult } from '../contract/result.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { checksIn, type Catalogue } from '../judgement/declared-checks.ts';
import { normaliser } from '../judgement/normaliser.ts';

/** The part of the failure that is equal in every run: log lines differ, and the log is kept with the report. */
const reasonOf = ({ summary, details }: EnvironmentError): string => {
  const [line = ''] = summary.split('\n');
  return details.logTail?.length === 0 ? `${line} It printed nothing.` : line;
};

/**
 * The result of a scenario whose target could not be had: every check is in error, or blocked if the target itself did not
 * become ready.
 */
export const withoutTarget = (
  scenario: Scenario,
  lane: LaneName,
  catalogue: Catalogue,
  failure: EnvironmentError,
): ScenarioResult => {
  const aborted = normaliser(namesFor(scenario.name, lane).prefix).text(`no target could be had: ${reasonOf(failure)}`);
  const outcome = failure instanceof TargetNotReadyError ? 'blocked' : 'error';
  return {
    scenario: scenario.name,
    lane,
    checks: checksIn(scenario, lane, catalogue).map((requirement) => ({
      requirement,
      lane,
      scenario: scenario.name,
      outcome,
      message: aborted,
    })),
    observations: {},
    aborted,
    abortedAs: outcome,
    durationMs: 0,
    requests: 0,
  };
};
