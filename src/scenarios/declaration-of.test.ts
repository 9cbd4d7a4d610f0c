import { expect, test } from 'vitest';
import { declarationsJson, parseDeclarations } from '../contract/declarations-json.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import { laneNames } from '../contract/lane-name.ts';
import { profiles } from '../contract/requirement.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import type { ScenarioResult } from '../contract/result.ts';
import { checkProfile } from '../judgement/check-profile.ts';
import { compareLanes } from '../judgement/compare-lanes.ts';
import { checksIn, declaredIn, parityChecksIn, scenarioLanes } from '../judgement/declared-checks.ts';
import { labelsIn } from '../judgement/declared-labels.ts';
import { expectedChecks } from '../judgement/expected-checks.ts';
import { reportedChecks } from '../judgement/reported-checks.ts';
import { selectedLanes, wholeSelection, type Selection } from '../judgement/selection.ts';
import { declarationOf } from './declaration-of.ts';
import { loadSuites } from './load-suites.ts';

const catalogue = await loadRequirements();
const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
const readBack = parseDeclarations(declarationsJson(scenarios.map(declarationOf)));

const areas = [...new Set([...catalogue.values()].map(({ area }) => area))];
const selections: readonly Selection[] = [
  wholeSelection,
  ...laneNames.map((lane) => ({ ...wholeSelection, lanes: [lane] })),
  ...profiles.map((profile) => ({ ...wholeSelection, profiles: [profile] })),
  ...areas.map((area) => ({ ...wholeSelection, areas: [area] })),
  { ...wholeSelection, requirements: ['PAR-01'] },
  { ...wholeSelection, scenarios: ['pipeline-created'] },
];

/**
 * Results with a different observation in each lane for every label of a declaration, so that all comparisons differ.
 */
const resultsOf = (scenario: ScenarioDeclaration): readonly ScenarioResult[] =>
  scenarioLanes(scenario).map((lane) => ({
    scenario: scenario.name,
    lane,
    checks: checksIn(scenario, lane, catalogue).map((requirement) => ({
      requirement,
      lane,
      scenario: scenario.name,
      outcome: 'passed',
    })),
    observations: Object.fromEntries(labelsIn(scenario, lane).map((label) => [label, { value: lane }])),
    durationMs: 1,
    requests: 1,
  }));

/** Everything that is computed from a declaration. */
const judged = (scenario: ScenarioDeclaration, results: readonly ScenarioResult[]) => {
  const comparison = compareLanes(scenario, results, catalogue);
  const checks = [...results.flatMap((result) => result.checks), ...comparison.checks];
  return {
    lanes: selections.map((selection) => selectedLanes(scenario, selection, catalogue)),
    checks: laneNames.map((lane) => [checksIn(scenario, lane, catalogue), parityChecksIn(scenario, lane, catalogue)]),
    profiles: [...declaredIn(scenario)].map((id) => {
      const requirement = catalogue.get(id);
      return requirement === undefined ? id : checkProfile(requirement, scenario, catalogue);
    }),
    comparison,
    reported: selections.map((selection) => reportedChecks(scenario, checks, catalogue, { selection, baseline: [] })),
  };
};

test('every declaration survives the conversion to JSON and back', () => {
  expect(readBack.length).toBeGreaterThan(200);
  expect(readBack).toEqual(scenarios.map(declarationOf));
  for (const declaration of readBack) expect(declaration).not.toHaveProperty('run');
});

test('judgement of declarations that were read back equals judgement of the scenarios', () => {
  for (const selection of selections)
    expect(expectedChecks(readBack, selection, catalogue)).toEqual(expectedChecks(scenarios, selection, catalogue));
  for (const [index, scenario] of scenarios.entries()) {
    const declaration = readBack[index];
    if (declaration === undefined) throw new Error(`expected a declaration of ${scenario.name}, found none`);
    const results = resultsOf(scenario);
    expect(judged(declaration, results), `judgement of ${scenario.name}`).toEqual(judged(scenario, results));
  }
});

test.each([
  [{ name: 'a' }, 'checks'],
  [{ name: 'a', checks: [], run: 'x' }, 'run'],
  [{ name: 'a', checks: [], variant: 'none' }, 'variant'],
  [{ name: 'a', checks: [], lanes: ['database/crd'] }, 'lanes'],
  [{ name: 'a', checks: [], observes: [{ b: ['database/crd'] }] }, 'observes'],
  [{ name: 'a', checks: [], differences: { b: 'some reason' } }, 'differences'],
])('the error for an invalid declaration names the problem: %j', (declaration, named) => {
  expect(() => parseDeclarations(JSON.stringify([declaration]))).toThrow(named);
});
