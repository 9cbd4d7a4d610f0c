import { expect, test } from 'vitest';
import { loadRequirements } from '../contract/load-requirements.ts';
import type { Requirement } from '../contract/requirement.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { checkName, expectedChecks } from './expected-checks.ts';
import { reportedChecks } from './reported-checks.ts';
import { wholeSelection } from './selection.ts';

const loaded = await loadRequirements();
const crud = loaded.get('CRUD-06');
if (crud === undefined) throw new Error('expected CRUD-06 in the catalogue');
const shared: Requirement = { ...crud, id: 'SHR-01', area: 'SHR', profile: 'shared-namespace' };
const catalogue = new Map([...loaded, [shared.id, shared] as const]);

const story: Scenario = { name: 'story', checks: ['CRUD-06'], run: () => Promise.resolve() };
const variant: Scenario = { ...story, name: 'story-multi-user', profile: 'multi-user' };
const sharing: Scenario = { ...story, name: 'sharing', checks: ['SHR-01'] };
const expected = (...profiles: string[]) =>
  expectedChecks([story, variant, sharing], { ...wholeSelection, profiles }, catalogue).map(checkName);

test('a profile selects the checks that count for it and their parity checks, and no others', () => {
  const lanes = ['database/rest', 'kubernetes/rest', 'kubernetes/crd'];
  const checks = (requirement: string, scenario: string) => [
    ...lanes.map((lane) => `${requirement} in ${lane} of ${scenario}`),
    ...lanes.slice(1).map((lane) => `PAR-01 in ${lane} of ${scenario}`),
  ];
  expect(expected('core').toSorted()).toEqual(checks('CRUD-06', 'story').toSorted());
  expect(expected('multi-user').toSorted()).toEqual(checks('CRUD-06', 'story-multi-user').toSorted());
  expect(expected('shared-namespace').toSorted()).toEqual(checks('SHR-01', 'sharing').toSorted());
  expect(expected()).toHaveLength(15);
});

test('a reported check has its profile, and is omitted if that profile was not selected', () => {
  const check = {
    requirement: 'CRUD-06',
    lane: 'database/rest',
    scenario: 'story-multi-user',
    outcome: 'passed',
  } as const;
  const settings = (...profiles: string[]) => ({ selection: { ...wholeSelection, profiles }, baseline: [] });
  expect(reportedChecks(variant, [check], catalogue, settings('multi-user'))).toEqual([
    { ...check, profile: 'multi-user' },
  ]);
  expect(reportedChecks(variant, [check], catalogue, settings('core'))).toEqual([]);
  expect(reportedChecks(story, [check], catalogue, settings())).toMatchObject([{ profile: 'core' }]);
});
