import { counted } from '../text/counted.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { checksIn, parityChecksIn, type Catalogue } from './declared-checks.ts';
import { isSelected, selectedLanes, type Selection } from './selection.ts';

/** Names one check over all scenarios and lanes. */
export const checkName = (check: {
  readonly requirement: string;
  readonly lane: string;
  readonly scenario: string;
}): string => `${check.requirement} in ${check.lane} of ${check.scenario}`;

/** Every check that a run of this selection has to decide. */
export const expectedChecks = (
  scenarios: readonly ScenarioDeclaration[],
  selection: Selection,
  catalogue: Catalogue,
): readonly string[] =>
  scenarios.flatMap((scenario) => {
    const lanes = selectedLanes(scenario, selection, catalogue);
    return lanes.flatMap((lane) =>
      [...checksIn(scenario, lane, catalogue), ...(lanes.length > 1 ? parityChecksIn(scenario, lane, catalogue) : [])]
        .filter((id) => {
          const requirement = catalogue.get(id);
          return requirement !== undefined && isSelected(requirement, scenario, selection, catalogue);
        })
        .map((requirement) => checkName({ requirement, lane, scenario: scenario.name })),
    );
  });

/** What is wrong with the checks that came back: one sentence for those that are missing, one for strangers. */
export const unaccounted = (expected: readonly string[], decided: readonly string[]): readonly string[] => {
  const named = (names: readonly string[]) => `${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`;
  const [known, found] = [new Set(expected), new Set(decided)];
  const missing = expected.filter((name) => !found.has(name));
  const strange = decided.filter((name) => !known.has(name));
  return [
    ...(missing.length === 0
      ? []
      : [`${counted(missing.length, 'declared check')} without a result: ${named(missing)}`]),
    ...(strange.length === 0 ? [] : [`${counted(strange.length, 'result')} of no declared check: ${named(strange)}`]),
  ];
};
