import { expect, test } from 'vitest';
import { loadRequirements } from '../contract/load-requirements.ts';
import { reportedChecks } from './reported-checks.ts';
import { wholeSelection } from './selection.ts';

// Why: a check that is decided by comparison, or blocked for lack of a target, is not made by the scenario.
test('a check of a requirement that is not in force does not apply, however it ended', async () => {
  const loaded = await loadRequirements();
  const crud = loaded.get('CRUD-06');
  if (crud === undefined) throw new Error('expected CRUD-06 in the catalogue');
  const catalogue = new Map([['CRUD-06', { ...crud, until: '2.18.0' }]]);
  const scenario = { name: 'story', checks: ['CRUD-06'] };
  const blocked = { requirement: 'CRUD-06', lane: 'database/rest', scenario: 'story', outcome: 'blocked' } as const;
  const reported = (release?: string) =>
    reportedChecks(scenario, [blocked], catalogue, {
      selection: wholeSelection,
      baseline: [],
      ...(release !== undefined && { release }),
    });
  expect(reported('2.18.0')).toMatchObject([
    { outcome: 'not-applicable', reason: 'before-introduced', profile: 'core' },
  ]);
  expect(reported('2.17.0')).toMatchObject([{ outcome: 'blocked' }]);
  expect(reported()).toMatchObject([{ outcome: 'blocked' }]);
});
