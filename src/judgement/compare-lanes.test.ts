import { expect, test } from 'vitest';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { laneNames, type LaneName } from '../contract/lane-name.ts';
import type { NotApplicableReason, Outcome } from '../contract/outcome.ts';
import type { Requirement } from '../contract/requirement.ts';
import type { ScenarioResult } from '../contract/result.ts';
import { type BaselineEntry, withBaseline } from './baseline.ts';
import { compareLanes } from './compare-lanes.ts';

const requirement = (id: string): Requirement => ({
  id,
  area: id.slice(0, 3),
  level: 'MUST',
  profile: 'core',
  text: '',
  source: '',
  lanes: laneNames,
  laneExclusions: {},
  databaseDependent: false,
});
const catalogue = new Map(['PAR-01', 'FIL-18', 'CRU-01'].map((id) => [id, requirement(id)]));
const scenario: ScenarioDeclaration = { name: 'story', checks: ['CRU-01'], observes: ['second'] };
/** `undefined` is an observation without an answer. */
const result = (
  lane: LaneName,
  observed: Readonly<Record<string, unknown>>,
  outcome: Outcome = 'passed',
): ScenarioResult => ({
  scenario: 'story',
  lane,
  checks: [{ requirement: 'CRU-01', lane, scenario: 'story', outcome }],
  observations: Object.fromEntries(
    Object.entries(observed).map(([label, value]) => [label, value === undefined ? {} : { value }]),
  ),
  durationMs: 1,
  requests: 1,
});
const skipped = (lane: LaneName, reason: NotApplicableReason) => ({
  ...result(lane, {}),
  checks: [],
  notApplicable: { reason, message: `because of ${reason}` },
});
const outcomes = (story: ScenarioDeclaration, ...results: readonly ScenarioResult[]) =>
  compareLanes(story, results, catalogue).checks.map(
    ({ requirement: id, lane, outcome }) => `${id} ${lane} ${outcome}`,
  );

test('equal observations pass, in every lane but the first', () => {
  const observed = { second: 'conflict' };
  expect(outcomes(scenario, ...laneNames.map((lane) => result(lane, observed)))).toEqual([
    'PAR-01 kubernetes/rest passed',
    'PAR-01 kubernetes/crd passed',
  ]);
});

test('a difference fails the lane that differs, with both values', () => {
  const { checks, differences } = compareLanes(
    scenario,
    [result('database/rest', { second: 'conflict' }), result('kubernetes/rest', { second: 'failed' })],
    catalogue,
  );
  expect(checks[0]).toMatchObject({ outcome: 'failed', expected: 'second: "conflict"', observed: 'second: "failed"' });
  expect(differences).toHaveLength(1);
});

// Why: the value of the other lane was told as expected only, so that a baseline knew any answer of it.
test('a deviation has the values of both lanes, so that a change of either is another failure', () => {
  const deviationsOf = (ofBase: unknown) =>
    compareLanes(
      scenario,
      [result('database/rest', { second: ofBase }), result('kubernetes/rest', { second: { status: 404, kept: true } })],
      catalogue,
    ).checks[0]?.deviations;
  expect(deviationsOf({ status: 500, kept: true })).toEqual({
    'second / status': { expected: '500', observed: '404; database/rest: 500' },
  });
  expect(deviationsOf({ status: 503, kept: true })).toEqual({
    'second / status': { expected: '503', observed: '404; database/rest: 503' },
  });
});

// Why: labels that no lane observed were equal, so a misspelt label was green for ever.
test('a declared label that no lane observed is an error that names it', () => {
  const { checks } = compareLanes(
    { ...scenario, observes: ['second', 'third'] },
    [result('database/rest', { second: 1 }), result('kubernetes/rest', { second: 1 })],
    catalogue,
  );
  expect(checks).toEqual([
    expect.objectContaining({
      outcome: 'error',
      message: expect.stringContaining('never observed "third" in database/rest'),
    }),
  ]);
});

test('a declared label that one lane did not observe is an error, unless the lane does not declare it', () => {
  const results = [result('database/rest', { second: 1 }), result('kubernetes/rest', { second: 1, own: 1 })];
  expect(outcomes({ ...scenario, observes: ['second', 'own'] }, ...results)).toEqual(['PAR-01 kubernetes/rest error']);
  const declared = { ...scenario, observes: ['second', { own: ['kubernetes/rest', 'kubernetes/crd'] }] } as const;
  expect(outcomes(declared, ...results, result('kubernetes/crd', { second: 1, own: 2 }))).toEqual([
    'PAR-01 kubernetes/rest passed',
    'PAR-01 kubernetes/crd failed',
  ]);
});

// Why: two lanes that had both failed before their first observation passed.
test('two lanes that failed early are blocked, by the check that failed', () => {
  const results = [result('database/rest', {}, 'failed'), result('kubernetes/rest', {}, 'failed')];
  const { checks } = compareLanes(scenario, results, catalogue);
  expect(checks).toEqual([
    expect.objectContaining({
      outcome: 'blocked',
      message: 'database/rest did not observe everything, because CRU-01 failed',
    }),
  ]);
});

// Why: one early failure was two findings, its own and a difference between the lanes.
test.each([
  ['failed', 'blocked'],
  ['blocked', 'blocked'],
  // Why: an error says nothing about the target, and the comparison after it closed the gate as if it did.
  ['error', 'error'],
] as const)('the comparison with a lane that broke off early is no finding: %s', (outcome, compared) => {
  const results = [result('database/rest', { second: 1 }), result('kubernetes/rest', {}, outcome)];
  const { checks, differences } = compareLanes(scenario, results, catalogue);
  expect(checks).toEqual([
    expect.objectContaining({ outcome: compared, message: expect.stringContaining('kubernetes/rest') }),
  ]);
  expect(differences).toEqual([]);
});

test('what a lane observed before it broke off is compared', () => {
  const both = { ...scenario, observes: ['first', 'second'] };
  const base = result('database/rest', { first: 1, second: 1 });
  expect(outcomes(both, base, result('kubernetes/rest', { first: 2 }, 'blocked'))).toEqual([
    'PAR-01 kubernetes/rest failed',
  ]);
  expect(outcomes(both, base, result('kubernetes/rest', { first: 1, second: 1 }, 'blocked'))).toEqual([
    'PAR-01 kubernetes/rest passed',
  ]);
});

// Why: once one label differed nothing was said of the others, so that a known difference hid what was not observed.
test('what could not be compared is told beside a difference, and is no part of what a baseline knows', () => {
  const three = { ...scenario, observes: ['first', 'second', 'third'] };
  const [check] = compareLanes(
    three,
    [
      result('database/rest', { first: 1, second: undefined, third: 1 }),
      result('kubernetes/rest', { first: 2, second: undefined }),
    ],
    catalogue,
  ).checks;
  expect(check).toMatchObject({ outcome: 'failed', message: 'the lane observes something else than database/rest' });
  expect(check?.deviations).toEqual({
    first: { expected: '1', observed: '2; database/rest: 1' },
    second: { expected: 'decided', observed: expect.stringContaining('neither database/rest nor kubernetes/rest') },
    third: { expected: 'decided', observed: expect.stringContaining('never observed "third" in kubernetes/rest') },
  });
  const known = {
    requirement: 'PAR-01',
    lane: 'kubernetes/rest',
    scenario: 'story',
    reason: 'as in the source',
  } as const;
  const judged = (aspects: BaselineEntry['aspects']) => check && withBaseline(check, [{ ...known, aspects }]).outcome;
  expect(judged({ first: ['2; database/rest: 1'] })).toBe('failed');
});

test('what is told beside a difference is the same in every run', () => {
  const aborted = 'the scenario did not end within 92 s (at run (file:///home/me/a.suite.ts:1:2))';
  const { checks } = compareLanes(
    { ...scenario, observes: ['first', 'second'] },
    [
      result('database/rest', { first: 1, second: 1 }),
      { ...result('kubernetes/rest', { first: 2 }), aborted, abortedAs: 'error' },
    ],
    catalogue,
  );
  expect(checks[0]?.deviations?.['second']?.observed).toBe(
    'kubernetes/rest did not observe everything, because it broke off: the scenario did not end in time',
  );
});

test('a lane that was aborted after its last check is blocked by that', () => {
  const aborted = { ...result('kubernetes/rest', {}), aborted: 'no answer' };
  const { checks } = compareLanes(scenario, [result('database/rest', { second: 1 }), aborted], catalogue);
  expect(checks[0]).toMatchObject({ outcome: 'blocked', message: expect.stringContaining('it broke off: no answer') });
});

// Why: an error of the harness in a lane whose checks had passed counted against the target in the comparison.
test('a lane that an error broke off after its last check says nothing about the target', () => {
  const aborted = { ...result('kubernetes/rest', {}), aborted: 'a defect', abortedAs: 'error' as const };
  const { checks } = compareLanes(scenario, [result('database/rest', { second: 1 }), aborted], catalogue);
  expect(checks[0]).toMatchObject({ outcome: 'error', message: expect.stringContaining('it broke off: a defect') });
});

// Why: an answer that never came was observed as null, so two lanes without one were equal.
test('two lanes without an answer are not equal, and one without an answer differs', () => {
  const silent = { second: undefined };
  expect(outcomes(scenario, result('database/rest', silent), result('kubernetes/rest', silent))).toEqual([
    'PAR-01 kubernetes/rest error',
  ]);
  const base = result('database/rest', { second: 1 });
  expect(outcomes(scenario, base, result('kubernetes/rest', silent))).toEqual(['PAR-01 kubernetes/rest failed']);
});

// Why: the first failed check of the lane was blamed, related or not, and a known one made the lost answer known.
test('an answer that was looked for and did not come is a deviation, whatever else failed in the lane', () => {
  const silent = { second: undefined };
  const base = result('database/rest', { second: 1 });
  const checkOf = (...results: readonly ScenarioResult[]) => compareLanes(scenario, results, catalogue).checks[0];
  const [lane, other] = [result('kubernetes/rest', silent, 'failed'), result('database/rest', silent, 'failed')];
  expect(checkOf(base, lane)).toMatchObject({
    outcome: 'failed',
    deviations: { second: { expected: '1', observed: '(no answer); database/rest: 1' } },
  });
  expect(checkOf(other, lane)).toMatchObject({
    outcome: 'failed',
    deviations: { second: { expected: 'an answer', observed: '(no answer); database/rest: (no answer)' } },
  });
  expect(checkOf(base, lane)).not.toHaveProperty('blockedBy');
  // An error says nothing about the target.
  expect(checkOf(base, result('kubernetes/rest', silent, 'error'))).toMatchObject({
    outcome: 'error',
    message: 'kubernetes/rest did not observe everything, because CRU-01 is in error',
  });
});

test('a scenario that declares no observations cannot claim parity', () => {
  const story = { name: 'story', checks: ['CRU-01'] };
  expect(outcomes(story, result('database/rest', {}), result('kubernetes/rest', {}))).toEqual([
    'PAR-01 kubernetes/rest error',
  ]);
});

test('a named parity requirement is decided by its own labels', () => {
  const named = { ...scenario, observes: ['other'], parity: { 'FIL-18': ['case'] } };
  expect(
    outcomes(
      named,
      result('database/rest', { case: ['a'], other: 1 }),
      result('kubernetes/rest', { case: ['b'], other: 1 }),
    ),
  ).toEqual(['FIL-18 kubernetes/rest failed', 'PAR-01 kubernetes/rest passed']);
});

const documented = {
  ...scenario,
  differences: {
    second: {
      reason: 'the Kubernetes API has no such thing',
      values: { 'database/rest': { b: 1, a: 2 }, 'kubernetes/rest': 2 },
    },
  },
};
const declaredBase = result('database/rest', { second: { a: 2, b: 1 } });

test('a documented difference is reported and does not fail', () => {
  const { checks, differences } = compareLanes(
    documented,
    [declaredBase, result('kubernetes/rest', { second: 2 })],
    catalogue,
  );
  expect(checks.map(({ outcome }) => outcome)).toEqual(['passed']);
  expect(differences[0]?.allowed).toContain('no such thing');
});

// Why: any difference under the label was allowed, and so was none.
test.each([3, { a: 2, b: 1 }])('another difference than the documented one fails: %j', (value) => {
  const { checks, differences } = compareLanes(
    documented,
    [declaredBase, result('kubernetes/rest', { second: value })],
    catalogue,
  );
  expect(checks[0]).toMatchObject({
    outcome: 'failed',
    expected: 'second in kubernetes/rest: 2',
    observed: `second in kubernetes/rest: ${JSON.stringify(value)}`,
  });
  expect(differences.filter(({ allowed }) => allowed !== undefined)).toEqual([]);
});

test('a documented difference from another value than the documented one fails', () => {
  expect(
    outcomes(documented, result('database/rest', { second: 9 }), result('kubernetes/rest', { second: 2 })),
  ).toEqual(['PAR-01 kubernetes/rest failed']);
});

test('a documented difference that states no value of a lane is an error', () => {
  expect(outcomes(documented, declaredBase, result('kubernetes/crd', { second: 2 }))).toEqual([
    'PAR-01 kubernetes/crd error',
  ]);
});

// Why: an installation has no lanes of the database, so nothing was compared there.
test('without the first lane the first that ran is the base, and its own check does not apply', () => {
  const absent = skipped('database/rest', 'storage-mode-not-offered');
  const base = result('kubernetes/rest', { second: 1 });
  const { checks } = compareLanes(scenario, [absent, base, result('kubernetes/crd', { second: 2 })], catalogue);
  expect(checks).toEqual([
    expect.objectContaining({ lane: 'kubernetes/rest', outcome: 'not-applicable', reason: 'storage-mode-not-offered' }),
    expect.objectContaining({ lane: 'kubernetes/crd', outcome: 'failed' }),
  ]);
  expect(outcomes(scenario, base, result('kubernetes/crd', { second: 1 }))).toEqual([
    'PAR-01 kubernetes/rest not-applicable',
    'PAR-01 kubernetes/crd passed',
  ]);
});

test('two lanes of one storage mode decide no requirement about both modes', () => {
  const named = { ...scenario, parity: { 'FIL-18': ['case'] } };
  const observed = { case: 1, second: 1 };
  const absent = skipped('database/rest', 'storage-mode-not-offered');
  expect(outcomes(named, absent, result('kubernetes/rest', observed), result('kubernetes/crd', observed))).toEqual([
    'FIL-18 kubernetes/rest not-applicable',
    'PAR-01 kubernetes/rest not-applicable',
    'FIL-18 kubernetes/crd not-applicable',
    'PAR-01 kubernetes/crd passed',
  ]);
});

test('a lane that was not run is not compared, and the others are', () => {
  const observed = { second: 1 };
  const absent = skipped('kubernetes/crd', 'manifests-not-supplied');
  expect(outcomes(scenario, result('database/rest', observed), result('kubernetes/rest', observed), absent)).toEqual([
    'PAR-01 kubernetes/rest passed',
    'PAR-01 kubernetes/crd not-applicable',
  ]);
});

// Why: the claim of an environment without a capability said "the lane was not run", as if a run of that lane helped.
test('a check that is not compared says why its lane, or the first, does not apply', () => {
  const observed = { second: 1 };
  const absent = skipped('kubernetes/crd', 'capability-not-offered');
  expect(compareLanes(scenario, [result('database/rest', observed), absent], catalogue).checks).toEqual([
    expect.objectContaining({ reason: 'capability-not-offered', message: 'because of capability-not-offered' }),
  ]);
  const withoutFirst = (...first: readonly ScenarioResult[]) =>
    compareLanes(scenario, [...first, result('kubernetes/rest', observed)], catalogue).checks[0];
  expect(withoutFirst(skipped('database/rest', 'permission-missing'))).toMatchObject({
    reason: 'permission-missing',
    message: 'database/rest, with which it is compared, did not run: because of permission-missing',
  });
  expect(withoutFirst()).toMatchObject({
    reason: 'lane',
    message: 'database/rest, with which it is compared, did not run: the lane was not selected',
  });
});
