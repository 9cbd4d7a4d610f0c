import { expect, test } from 'vitest';
import type { ScenarioDeclaration } from '../src/contract/declaration.ts';
import { loadRequirements } from '../src/contract/load-requirements.ts';
import { parityChecksIn, parityRequirement, scenarioLanes } from '../src/judgement/declared-checks.ts';
import { generalLabels, labelsIn, labelsOfRequirement } from '../src/judgement/declared-labels.ts';
import { loadSuites } from '../src/scenarios/load-suites.ts';

const catalogue = await loadRequirements();
const scenarios: readonly ScenarioDeclaration[] = (await loadSuites()).flatMap((suite) => suite.scenarios);
const ofSeveralLanes = scenarios.filter((scenario) => scenarioLanes(scenario).length > 1);

test('every parity check has a label in which its lane is compared with an earlier one', () => {
  const checks = ofSeveralLanes.flatMap((scenario) =>
    scenarioLanes(scenario).flatMap((lane) =>
      parityChecksIn(scenario, lane, catalogue).map((requirement) => ({ scenario, lane, requirement })),
    ),
  );
  expect(checks.length).toBeGreaterThan(400);
  const withoutLabel = checks.filter(({ scenario, lane, requirement }) => {
    const labels =
      requirement === parityRequirement ? generalLabels(scenario) : labelsOfRequirement(scenario, requirement);
    return !labels.some(({ lanes }) => lanes.includes(lane) && lanes[0] !== lane);
  });
  expect(
    withoutLabel.map(({ scenario, lane, requirement }) => `${requirement} in ${lane} of ${scenario.name}`),
  ).toEqual([]);
});

test('a label is declared once, and compared', () => {
  for (const scenario of ofSeveralLanes) {
    for (const lane of scenarioLanes(scenario)) {
      const labels = labelsIn(scenario, lane);
      expect(labels, `the labels of ${scenario.name} in ${lane}`).toEqual([...new Set(labels)]);
    }
    const alone = generalLabels(scenario).filter(({ lanes }) => lanes.length < 2);
    expect(alone, `labels of ${scenario.name} that a single lane observes`).toEqual([]);
  }
});

test('a documented difference is one: it states different values, for every lane that observes the label', () => {
  const documented = scenarios.flatMap((scenario) =>
    Object.entries(scenario.differences ?? {}).map(([label, difference]) => ({ scenario, label, difference })),
  );
  expect(documented.length).toBeGreaterThan(5);
  for (const { scenario, label, difference } of documented) {
    const lanes = scenarioLanes(scenario).filter((lane) => labelsIn(scenario, lane).includes(label));
    expect(Object.keys(difference.values), `${scenario.name}: ${label}`).toEqual(lanes);
    const texts = new Set(Object.values(difference.values).map((value) => JSON.stringify(value)));
    expect(texts.size, `${scenario.name}: ${label}`).toBeGreaterThan(1);
  }
});
