import { expect, test } from 'vitest';
import { loadRequirements } from '../contract/load-requirements.ts';
import type { CheckResult } from '../contract/result.ts';
import type { BaselineEntry } from './baseline.ts';
import { reportedChecks, reportedComparison } from './reported-checks.ts';
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

// Why: a run of one area was red where a known failure of another one prevented the comparison.
test('what a known failure prevents is known, whether or not the check that failed is selected', async () => {
  const catalogue = await loadRequirements();
  const scenario = { name: 'story', checks: ['CRUD-06', 'LIST-04'] };
  const place = { lane: 'kubernetes/rest', scenario: 'story' } as const;
  const failed: CheckResult = {
    ...place,
    requirement: 'CRUD-06',
    outcome: 'failed',
    deviations: { status: { expected: '409', observed: '500' } },
  };
  const blockedBy = { requirement: 'CRUD-06', lane: place.lane };
  const blocked: CheckResult = { ...place, requirement: 'PAR-01', outcome: 'blocked', blockedBy };
  const entry: BaselineEntry = {
    ...place,
    requirement: 'CRUD-06',
    aspects: { status: ['500'] },
    reason: 'as it was found in the source',
  };
  const outcomes = (areas: readonly string[], baseline: readonly BaselineEntry[]) =>
    reportedComparison(scenario, [{ checks: [failed] }], [blocked], catalogue, {
      selection: { ...wholeSelection, areas },
      baseline,
    }).map(({ requirement, outcome }) => `${requirement} ${outcome}`);
  for (const areas of [[], ['LIST']]) {
    expect(outcomes(areas, [entry])).toEqual(['PAR-01 known-failure']);
    expect(outcomes(areas, [])).toEqual(['PAR-01 blocked']);
  }
});
