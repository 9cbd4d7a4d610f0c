import { expect, test } from 'vitest';
import { loadRequirements } from './load-requirements.ts';

const catalogue = await loadRequirements();

// Why: a requirement that is in no catalogue is missed by nobody; a claim must say how many nothing decides.
test('requirements that no version of the suites decides yet are in the catalogue, in no lane and without a check', () => {
  const undecided = [...catalogue.values()].filter((requirement) => requirement.undecided === true);
  expect(undecided.length).toBeGreaterThan(0);
  for (const { lanes, excluded } of undecided)
    expect({ lanes, excluded }).toEqual({ lanes: [], excluded: 'not decided yet' });
  expect(new Set(undecided.map(({ profile }) => profile))).toEqual(
    new Set(['core', 'kubernetes-native', 'uid-continuity', 'migration']),
  );
});

test('other exclusions have a reason of their own', () => {
  const excluded = [...catalogue.values()].filter((one) => one.excluded !== undefined && one.undecided !== true);
  expect(excluded.filter((one) => one.excluded === 'not decided yet')).toEqual([]);
});
