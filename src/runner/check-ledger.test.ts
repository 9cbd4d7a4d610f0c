import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import { NoAnswerError } from '../contract/exchange.ts';
import type { Level, Requirement } from '../contract/requirement.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { BlockedError } from '../judgement/check-error.ts';
import { checkLedger } from './check-ledger.ts';
import { normaliser } from '../judgement/normaliser.ts';
import { soft } from '../scenarios/assert.ts';

const requirement = (id: string, level: Level = 'MUST', feature?: 'v1beta1'): Requirement => ({
  id,
  area: 'CRUD',
  level,
  profile: 'core',
  text: '',
  source: '',
  lanes: ['database/rest'],
  laneExclusions: {},
  databaseDependent: false,
  ...(feature !== undefined && { feature }),
});
const catalogue = new Map(
  [requirement('A'), requirement('B'), requirement('M', 'MAY'), requirement('F', 'MUST', 'v1beta1')].map((item) => [
    item.id,
    item,
  ]),
);
const target = {
  origin: 'http://127.0.0.1:1',
  namespace: 'kfp',
  variant: 'default',
  kubernetes: { origin: 'https://127.0.0.1:2' },
  features: { webhook: true, v1beta1: false, 'loopback-package-url': true },
} as unknown as StartedTarget;
const ledger = (
  declared: readonly string[],
  anywhere: readonly string[] = declared,
  more: Partial<Parameters<typeof checkLedger>[0]> = {},
) =>
  checkLedger({
    scenario: 'story',
    lane: 'database/rest',
    declared,
    declaredAnywhere: new Set(anywhere),
    catalogue,
    target,
    packages: { origin: 'http://127.0.0.1:3' } as unknown as PackageServer,
    freshNormaliser: () => normaliser('kabc1234'),
    exchanges: [],
    tokens: new Map(),
    ...more,
  });
const request = { method: 'GET', target: '/', headers: {} };

// Why: a precondition that failed inside a check made it an error, as if the harness had a defect.
test('a failed precondition inside a check blocks it', async () => {
  const blocked = ledger(['A']);
  await blocked.check('A', () => Promise.reject(new BlockedError('a pipeline is created: refused')));
  expect(blocked.results()[0]).toMatchObject({ outcome: 'blocked', message: 'a pipeline is created: refused' });
});

test('a failed assertion and a request that the target did not answer are findings; any other error is none', async () => {
  const failed = ledger(['A']);
  await failed.check('A', () => assert.equal(500, 404, 'unknown ids are missing'));
  expect(failed.results()[0]).toMatchObject({
    outcome: 'failed',
    message: 'unknown ids are missing',
    expected: '404',
    observed: '500',
  });
  const silent = ledger(['A']);
  await silent.check('A', () => Promise.reject(new NoAnswerError(request, 'rest', new Error('reset'))));
  expect(silent.results()[0]?.outcome).toBe('failed');
  expect(silent.unanswered()).toEqual(['A']);
  const besides = ledger(['A']);
  await besides.check('A', () => Promise.reject(new NoAnswerError(request, 'kubernetes', new Error('reset'))));
  expect(besides.results()[0]?.outcome).toBe('error');
  expect(besides.unanswered()).toEqual([]);
  const odd = ledger(['A']);
  await odd.check('A', () => Promise.reject());
  expect(odd.results()[0]?.outcome).toBe('error');
  const broken = ledger(['A']);
  await broken.check('A', () => {
    throw new TypeError('undefined is not a function');
  });
  expect(broken.results()[0]?.outcome).toBe('error');
});

test('the aspects of a failure do not depend on ids and times', async () => {
  const deviations = async (id: string) => {
    const kept = ledger(['A']);
    await kept.check('A', () => assert.deepEqual({ id, at: new Date().toISOString() }, {}, 'nothing is left'));
    return kept.results()[0]?.deviations;
  };
  expect(await deviations(crypto.randomUUID())).toEqual(await deviations(crypto.randomUUID()));
});

test('a check that is undecided, decided twice or undeclared is an error', async () => {
  const kept = ledger(['A', 'B']);
  await kept.check('A', () => {});
  await kept.check('A', () => {});
  await kept.check('C', () => {});
  kept.close('error', 'not decided');
  expect(kept.results().map(({ requirement: id, outcome }) => `${id} ${outcome}`)).toEqual([
    'A error',
    'B error',
    'C error',
  ]);
});

// Why: what a check had found softly was lost when the time of its scenario was up before the check had ended.
test('a check that has found something fails, where the scenario ends before it does', async () => {
  const kept = ledger(['A', 'B', 'M']);
  const never = new Promise<void>(() => {});
  for (const id of ['A', 'M'])
    void kept.check(id, () => {
      soft.equal(500, 200, 'the answer');
      return never;
    });
  void kept.check('B', () => never);
  kept.close('blocked', 'the scenario did not end within 215 s');
  expect(kept.results().map(({ outcome }) => outcome)).toEqual(['failed', 'blocked', 'blocked']);
  expect(kept.results()[0]?.deviations).toEqual({
    'the answer': { expected: '200', observed: '500' },
    'the rest of the check': { expected: 'decided', observed: 'the scenario did not end in time' },
  });
});

// Why: a message with names and numbers in it was the value by which a failure is known again.
test('what a refused call answered is shown to readers, and is no value of an aspect', async () => {
  const kept = ledger(['A']);
  await kept.check('A', () => {
    throw new assert.AssertionError({
      message: 'rest: create a version: accepted\n500 the label x-1 is invalid',
      expected: 'accepted',
      actual: 'answered 500',
      operator: 'accepted',
    });
  });
  expect(kept.results()[0]).toMatchObject({
    message: 'rest: create a version: accepted',
    observed: 'rest: create a version: accepted: 500 the label x-1 is invalid',
    deviations: { 'rest: create a version: accepted': { expected: '"accepted"', observed: '"answered 500"' } },
  });
});

test('a check declared only for another lane is ignored', async () => {
  const kept = ledger(['A'], ['A', 'B']);
  await kept.check('B', () => assert.fail('not here'));
  await kept.check('A', () => {});
  kept.close('error', 'not decided');
  expect(kept.results()).toEqual([{ requirement: 'A', lane: 'database/rest', scenario: 'story', outcome: 'passed' }]);
});

test('a check of a missing feature is not applicable, and a MAY is only recorded', async () => {
  const kept = ledger(['F', 'M']);
  await kept.check('F', () => assert.fail('must not be decided'));
  await kept.check('M', () => assert.fail('does not hold'));
  expect(kept.results().map(({ outcome }) => outcome)).toEqual(['not-applicable', 'recorded']);
});

// Why: nothing made the reason before-introduced, so a target was judged by what later releases require.
test('a requirement that is not in force in the release of the target is not decided', async () => {
  const later = new Map([['A', { ...requirement('A'), since: '2.18.0' }]]);
  for (const [release, outcome] of [
    ['2.17.0', 'not-applicable'],
    ['2.18.0', 'failed'],
    ['unknown', 'failed'],
  ] as const) {
    const kept = ledger(['A'], ['A'], { catalogue: later, release });
    await kept.check('A', () => assert.fail('does not hold'));
    expect(kept.results()).toMatchObject([
      { outcome, ...(outcome === 'not-applicable' && { reason: 'before-introduced' }) },
    ]);
  }
});
