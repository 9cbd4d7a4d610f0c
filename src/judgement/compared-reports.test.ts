import { expect, test } from 'vitest';
import { comparedReports, type ComparedCheck } from './compared-reports.ts';
import type { CheckEntry, Report } from './schema.ts';

type Check = Omit<CheckEntry, 'scenario' | 'profile'> | undefined;

const failing = (aspects: Readonly<Record<string, string>>, outcome: CheckEntry['outcome'] = 'failed'): Check => ({
  outcome,
  deviations: Object.fromEntries(Object.entries(aspects).map(([name, observed]) => [name, { expected: '', observed }])),
});
const passed: Check = { outcome: 'passed' };
const run = (check: Check, vulnerability = false): Report =>
  ({
    requirements: [
      {
        id: 'CRUD-06',
        vulnerability,
        lanes:
          check === undefined
            ? {}
            : { 'database/rest': { checks: [{ scenario: 'story', profile: 'core', ...check }] } },
      },
    ],
  }) as unknown as Report;

/** The kind of the one difference, and the check; undefined without a difference. */
const compared = (before: Check, after: Check, vulnerability = false): readonly [string, ComparedCheck] | undefined => {
  const found = Object.entries(comparedReports(run(before, vulnerability), run(after, vulnerability))).flatMap(
    ([kind, checks]) => (checks as readonly ComparedCheck[]).map((check) => [kind, check] as const),
  );
  expect(found.length).toBeLessThan(2);
  return found[0];
};

test.each<[string, string, Check, Check]>([
  ['newlyFailing', 'passed and fails', passed, failing({ status: '500' })],
  ['newlyFailing', 'passed and is blocked', passed, { outcome: 'blocked' }],
  ['newlyFailing', 'was not there and fails', undefined, failing({ status: '500' })],
  ['newlyFailing', 'was in error and fails', { outcome: 'error' }, failing({ status: '500' })],
  ['newlyFailing', 'passed and fails as known', passed, failing({ status: '500' }, 'known-failure')],
  ['changed', 'fails with another value', failing({ status: '500' }), failing({ status: '503' })],
  ['changed', 'fails in more', failing({ status: '500' }), failing({ status: '500', list: '[]' })],
  ['changed', 'was blocked and fails', { outcome: 'blocked' }, failing({ status: '500' })],
  ['fixed', 'failed and passes', failing({ status: '500' }, 'known-failure'), passed],
  ['fixed', 'failed and is stale', failing({ status: '500' }), { outcome: 'stale-baseline' }],
  ['undecided', 'passed and is in error', passed, { outcome: 'error' }],
  ['undecided', 'failed and does not apply', failing({ a: 'b' }), { outcome: 'not-applicable', reason: 'lane' }],
  ['gone', 'is not there', passed, undefined],
  ['new', 'was not there and passes', undefined, passed],
])('%s: a check that %s', (kind, _, before, after) => {
  expect(compared(before, after)?.[0]).toBe(kind);
});

test.each<[string, Check, Check]>([
  ['passes in both', passed, passed],
  ['passes in both, and is stale in one', passed, { outcome: 'stale-baseline' }],
  ['fails in both alike, and is known in one', failing({ a: 'b' }), failing({ a: 'b' }, 'known-failure')],
  ['is blocked in both', { outcome: 'blocked' }, { outcome: 'blocked' }],
  ['was in error and passes', { outcome: 'error' }, passed],
])('a check that %s does not differ', (_, before, after) => {
  expect(compared(before, after)).toBeUndefined();
});

test('a changed check has the aspects and values that are new and gone, and only those', () => {
  const [, check] = compared(
    failing({ status: '500', list: '[]', order: 'a' }),
    failing({ status: '503', list: '[]', more: 'x' }),
  ) ?? ['', undefined];
  expect(check).toEqual({
    requirement: 'CRUD-06',
    lane: 'database/rest',
    scenario: 'story',
    before: 'failed',
    after: 'failed',
    aspects: { new: { status: '503', more: 'x' }, gone: { status: '500', order: 'a' } },
  });
});

test('a check has its rate where it is known to be intermittent', () => {
  const rate = { failed: 2, runs: 5 };
  expect(compared({ outcome: 'passed', intermittent: rate }, failing({ status: '500' }))?.[1].intermittent).toEqual(
    rate,
  );
});

// Why: the output of CI is published.
test('the aspects of a vulnerability are not shown', () => {
  const [kind, check] = compared(passed, failing({ status: '200' }), true) ?? [];
  expect(kind).toBe('newlyFailing');
  expect(check).not.toHaveProperty('aspects');
});
