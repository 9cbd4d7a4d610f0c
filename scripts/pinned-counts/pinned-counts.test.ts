import { expect, test } from 'vitest';
import { countDifferences, pinRemedy } from './count-differences.ts';
import { declaredCounts } from './declared-counts.ts';
import { measuredCounts } from './measured-counts.ts';
import { readPinnedCounts } from './pinned-counts.ts';

// Why: checks that a change took away were missed by nobody.
test('the suites declare as many checks as are pinned', async () => {
  const { declared } = await readPinnedCounts();
  const differences = countDifferences(declared, await declaredCounts());
  // The remedy is printed with the differences.
  expect(differences.length === 0 ? [] : [...differences, pinRemedy('declared')]).toEqual([]);
});

test('a difference names both numbers, also of a count that is new or gone', () => {
  const pinned = { run: 10, notApplicable: { lane: 2, variant: 1 } };
  const found = { run: 9, notApplicable: { lane: 2, 'capability-not-offered': 2 } };
  expect(countDifferences(pinned, found)).toEqual([
    'run: 10 pinned, 9 counted',
    'notApplicable: variant: 1 pinned, 0 counted',
    'notApplicable: capability-not-offered: 0 pinned, 2 counted',
  ]);
  expect(countDifferences(pinned, pinned)).toEqual([]);
});

const check = (requirement: string, outcome: 'passed' | 'failed' | 'not-applicable', reason?: 'lane') => ({
  requirement,
  lane: 'database/rest' as const,
  scenario: 'story',
  outcome,
  ...(reason !== undefined && { reason }),
});
const result = (...checks: readonly ReturnType<typeof check>[]) => ({
  scenario: 'story',
  lane: 'database/rest' as const,
  checks,
  observations: {},
  durationMs: 0,
  requests: 0,
});
const reportOf = (...metas: readonly object[]) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  testResults: [{ assertionResults: metas.map((meta) => ({ status: 'passed', meta })) }],
});

test('a report of vitest is counted: checks that ran, that did not apply, and that were proved', () => {
  const report = reportOf(
    { scenarioResult: result(check('A', 'passed'), check('B', 'failed'), check('C', 'not-applicable', 'lane')) },
    { mutantResult: { mutant: 'one', killed: [{ key: 'A' }, { key: 'B' }], missed: [] } },
    { mutantResult: { mutant: 'two', killed: [{ key: 'B' }], missed: [] } },
    { declaredChecks: ['A', 'B', 'C'] },
    {},
  );
  expect(measuredCounts(report)).toEqual({
    run: 2,
    notApplicable: { lane: 1 },
    provable: 3,
    proved: 2,
    mutants: 2,
  });
});

test('a check that is in a report twice is an error', () => {
  const once = { scenarioResult: result(check('A', 'passed')) };
  expect(() => measuredCounts(reportOf(once, once))).toThrow('1 check with more than one result: A in database/rest');
});
