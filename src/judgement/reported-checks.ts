import { withBaseline, withKnownObstacle, type BaselineEntry } from './baseline.ts';
import { notInForce } from '../contract/in-force.ts';
import type { CheckResult, ScenarioResult } from '../contract/result.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { checkProfile } from './check-profile.ts';
import type { Catalogue } from './declared-checks.ts';
import { isSelected, wholeSelection, type Selection } from './selection.ts';

/** What a run reports of the checks of a scenario. */
export interface Reporting {
  readonly selection: Selection;
  readonly baseline: readonly BaselineEntry[];
  /** The release of the target; absent: unknown. */
  readonly release?: string;
  /** What was reported of the checks of this scenario before, on which these may depend. */
  readonly before?: readonly CheckResult[];
}

/**
 * The selected checks, each with its profile and with the baseline applied; others are omitted. A requirement that is
 * not in force in the release does not apply, however its check ended.
 */
export const reportedChecks = (
  scenario: ScenarioDeclaration,
  checks: readonly CheckResult[],
  catalogue: Catalogue,
  { selection, baseline, release = '', before = [] }: Reporting,
): readonly CheckResult[] =>
  checks.flatMap((check) => {
    const requirement = catalogue.get(check.requirement);
    if (requirement === undefined) return [withBaseline(check, baseline)];
    if (!isSelected(requirement, scenario, selection, catalogue)) return [];
    const profile = checkProfile(requirement, scenario, catalogue);
    const message = notInForce(requirement, release);
    if (message !== undefined) {
      const { lane } = check;
      const place = { requirement: requirement.id, lane, scenario: scenario.name, profile };
      return [{ ...place, outcome: 'not-applicable', reason: 'before-introduced', message }];
    }
    return [withKnownObstacle(withBaseline({ ...check, profile }, baseline), before)];
  });

/**
 * The checks that compare lanes, as `reportedChecks` has them. What fails in a lane is known whether or not its check is
 * selected, and so is what it prevents.
 */
export const reportedComparison = (
  scenario: ScenarioDeclaration,
  results: readonly Pick<ScenarioResult, 'checks'>[],
  checks: readonly CheckResult[],
  catalogue: Catalogue,
  reporting: Omit<Reporting, 'before'>,
): readonly CheckResult[] => {
  const whole = { ...reporting, selection: wholeSelection };
  const before = results.flatMap((result) => reportedChecks(scenario, result.checks, catalogue, whole));
  return reportedChecks(scenario, checks, catalogue, { ...reporting, before });
};
