import type { LaneName } from '../contract/lane-name.ts';
import { namesFor } from '../contract/names.ts';
import type { ScenarioResult } from '../contract/result.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { messageOf } from '../judgement/check-error.ts';
import { fingerprintOf } from '../judgement/fingerprint.ts';
import { checksIn, type Catalogue } from '../judgement/declared-checks.ts';
import { normaliser } from '../judgement/normaliser.ts';

/** What comes of a scenario whose target could not be had: every check is blocked. */
export const withoutTarget = (
  scenario: Scenario,
  lane: LaneName,
  catalogue: Catalogue,
  failure: unknown,
): ScenarioResult => {
  const brokeOff = normaliser(namesFor(scenario.name, lane).prefix).text(
    // The last lines of a log differ from run to run; the log itself is kept with the report.
    `no target could be had: ${messageOf(failure).replace(/ Its last lines:$/, '')}`,
  );
  return {
    scenario: scenario.name,
    lane,
    checks: checksIn(scenario, lane, catalogue).map((requirement) => ({
      requirement,
      lane,
      scenario: scenario.name,
      outcome: 'blocked',
      message: brokeOff,
      fingerprint: fingerprintOf('blocked', brokeOff),
    })),
    observations: {},
    brokeOff,
    durationMs: 0,
    requests: 0,
  };
};
