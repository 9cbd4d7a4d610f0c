import { counted } from '../text/counted.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import type { Feature } from '../contract/feature.ts';
import type { LaneName } from '../contract/lane-name.ts';
import type { Profile, Requirement } from '../contract/requirement.ts';
import { checkProfile } from './check-profile.ts';
import { checksIn, declaredIn, parityChecksIn, scenarioLanes, type Catalogue } from './declared-checks.ts';
import { isSelected, selectedLanes, type Selection } from './selection.ts';

/** A check that the suites declare. */
export interface DeclaredCheck {
  readonly requirement: string;
  readonly lane: LaneName;
  readonly scenario: string;
  /** The profile for which it counts. */
  readonly profile: Profile;
  /** The features without which it does not apply. */
  readonly features: readonly Feature[];
  /** All lanes that it observes: its own, or every lane of its scenario if it is decided by comparison. */
  readonly observed: readonly LaneName[];
  /** If it is decided by comparison: the requirements that its scenario decides in each of these lanes. Else empty. */
  readonly compared: readonly (readonly string[])[];
}

/** The unique name of a check over all scenarios and lanes. */
export const checkName = (check: {
  readonly requirement: string;
  readonly lane: string;
  readonly scenario: string;
}): string => `${check.requirement} in ${check.lane} of ${check.scenario}`;

const featuresOf = (scenario: ScenarioDeclaration, requirements: readonly Requirement[]): readonly Feature[] => [
  ...new Set([...(scenario.features ?? []), ...requirements.flatMap(({ feature }) => feature ?? [])]),
];

/** All checks that a run of this selection must decide. */
export const expectedChecks = (
  scenarios: readonly ScenarioDeclaration[],
  selection: Selection,
  catalogue: Catalogue,
): readonly DeclaredCheck[] =>
  scenarios.flatMap((scenario) => {
    const lanes = selectedLanes(scenario, selection, catalogue);
    const found = (ids: Iterable<string>): readonly Requirement[] => [...ids].flatMap((id) => catalogue.get(id) ?? []);
    const declared = (
      ids: readonly string[],
      place: (requirement: Requirement) => Omit<DeclaredCheck, 'requirement' | 'scenario' | 'profile'>,
    ): readonly DeclaredCheck[] =>
      found(ids)
        .filter((requirement) => isSelected(requirement, scenario, selection, catalogue))
        .map((requirement) => ({
          requirement: requirement.id,
          scenario: scenario.name,
          profile: checkProfile(requirement, scenario, catalogue),
          ...place(requirement),
        }));
    const own = (lane: LaneName) => (requirement: Requirement) => ({
      lane,
      features: featuresOf(scenario, [requirement]),
      observed: [lane],
      compared: [],
    });
    const all = scenarioLanes(scenario);
    const comparison = {
      // A comparison does not apply where the scenario does not, which may be for lack of any feature of its checks.
      features: featuresOf(scenario, found(declaredIn(scenario))),
      observed: all,
      compared: all.map((lane) => checksIn(scenario, lane, catalogue)),
    };
    return lanes.flatMap((lane) => [
      ...declared(checksIn(scenario, lane, catalogue), own(lane)),
      ...(lanes.length > 1 ? declared(parityChecksIn(scenario, lane, catalogue), () => ({ lane, ...comparison })) : []),
    ]);
  });

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
