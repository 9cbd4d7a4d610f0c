import { expect, test } from 'vitest';
import { laneNames } from '../src/contract/lane-name.ts';
import { checksIn, parityChecksIn } from '../src/judgement/declared-checks.ts';
import { loadRequirements } from '../src/contract/load-requirements.ts';
import { loadSuites } from '../src/scenarios/load-suites.ts';

const catalogue = await loadRequirements();
const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
const decided = new Set(
  scenarios.flatMap((scenario) =>
    laneNames.flatMap((lane) =>
      [...checksIn(scenario, lane, catalogue), ...parityChecksIn(scenario, lane, catalogue)].map(
        (id) => `${id} in ${lane}`,
      ),
    ),
  ),
);

test('every requirement is decided in each of its lanes', () => {
  const undecided = [...catalogue.values()].flatMap(({ id, lanes }) =>
    lanes.map((lane) => `${id} in ${lane}`).filter((key) => !decided.has(key)),
  );
  expect(undecided).toEqual([]);
});

test('at least 80 mandatory requirements are decided in the lane that writes through the Kubernetes API', () => {
  const mandatory = [...catalogue.values()].filter(
    ({ id, level }) => level === 'MUST' && decided.has(`${id} in kubernetes/crd`),
  );
  expect(mandatory.length).toBeGreaterThanOrEqual(80);
});
