import { counted } from '../text/counted.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import type { LaneName } from '../contract/lane-name.ts';
import { checksIn, parityChecksIn, type Catalogue } from './declared-checks.ts';
import { isSelected, selectedLanes, type Selection } from './selection.ts';

/** A check that a run must decide. */
export interface ExpectedCheck {
  readonly requirement: string;
  readonly lane: LaneName;
  readonly scenario: string;
}

/** The unique name of a check over all scenarios and lanes. */
export const checkName = (check: {
  readonly requirement: string;
  readonly lane: string;
  readonly scenario: string;
}): string => `${check.requirement} in ${check.lane} of ${check.scenario}`;

/** All checks that a run of this selection must decide, in the order of the scenarios. */
export const selectedChecks = (
  scenarios: readonly ScenarioDeclaration[],
  selection: Selection,
  catalogue: Catalogue,
): readonly ExpectedCheck[] =>
  scenarios.flatMap((scenario) => {
    const lanes = selectedLanes(scenario, selection, catalogue);
    return lanes.flatMap((lane) =>
      [...checksIn(scenario, lane, catalogue), ...(lanes.length > 1 ? parityChecksIn(scenario, lane, catalogue) : [])]
        .filter((id) => {
          const requirement = catalogue.get(id);
          return requirement !== undefined && isSelected(requirement, scenario, selection, catalogue);
        })
        .map((requirement) => ({ requirement, lane, scenario: scenario.name })),
    );
  });

/** The names of all checks that a run of this selection must decide. */
export const expectedChecks = (
  scenarios: readonly ScenarioDeclaration[],
  selection: Selection,
  catalogue: Catalogue,
): readonly string[] => selectedChecks(scenarios, selection, catalogue).map(checkName);

const named = (names: readonly string[]): string => `${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`;

/** One sentence that names the checks that were decided more than once; none if there are no such checks. */
export const decidedTwice = (decided: readonly string[]): readonly string[] => {
  const again = [...Map.groupBy(decided, (name) => name)].flatMap(([name, { length }]) => (length > 1 ? [name] : []));
  return again.length === 0 ? [] : [`${counted(again.length, 'check')} with more than one result: ${named(again)}`];
};

/** Compares the decided checks with the expected ones: one sentence for missing results, one for undeclared checks. */
export const unaccounted = (expected: readonly string[], decided: readonly string[]): readonly string[] => {
  const [known, found] = [new Set(expected), new Set(decided)];
  const missing = expected.filter((name) => !found.has(name));
  const undeclared = decided.filter((name) => !known.has(name));
  return [
    ...(missing.length === 0
      ? []
      : [`${counted(missing.length, 'declared check')} without a result: ${named(missing)}`]),
    ...(undeclared.length === 0
      ? []
      : [`${counted(undeclared.length, 'result')} of no declared check: ${named(undeclared)}`]),
  ];
};
