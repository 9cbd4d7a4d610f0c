import type { EnvironmentError } from '../failures/environment-error.ts';
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

/** The result of a scenario whose target could not be started: every check is blocked. */
export const withoutTarget = (
  scenario: Scenario,
  lane: LaneName,
  catalogue: Catalogue,
  failure: EnvironmentError,
): ScenarioResult => {
  const aborted = normaliser(namesFor(scenario.name, lane).prefix).text(`no target could be had: ${reasonOf(failure)}`);
  return {
    scenario: scenario.name,
    lane,
    checks: checksIn(scenario, lane, catalogue).map((requirement) => ({
      requirement,
      lane,
      scenario: scenario.name,
      outcome: 'blocked',
      message: aborted,
    })),
    observations: {},
    aborted,
    durationMs: 0,
    requests: 0,
  };
};
