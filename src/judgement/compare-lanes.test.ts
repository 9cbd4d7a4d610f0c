import { expect, test } from 'vitest';
import type { LaneName } from '../contract/lane-name.ts';
import type { Requirement } from '../contract/requirement.ts';
import type { ScenarioResult } from '../contract/result.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { compareLanes } from './compare-lanes.ts';

const requirement = (id: string): Requirement => ({
  id,
  area: id.slice(0, 3),
  level: 'MUST',
  profile: 'core',
  text: '',
  source: '',
  lanes: ['database/rest', 'kubernetes/rest', 'kubernetes/crd'],
  laneExclusions: {},
  databaseDependent: false,
});
const catalogue = new Map(['PAR-01', 'FIL-18', 'CRU-01'].map((id) => [id, requirement(id)]));
const scenario: Scenario = { name: 'story', checks: ['CRU-01'], run: () => Promise.resolve() };
const result = (
  lane: LaneName,
  observations: Record<string, unknown>,
  outcome: 'passed' | 'failed' | 'blocked' = 'passed',
): ScenarioResult => ({
  scenario: 'story',
  lane,
  checks: [{ requirement: 'CRU-01', lane, scenario: 'story', outcome }],
  observations,
  durationMs: 1,
  requests: 1,
});
const outcomes = (story: Scenario, ...results: ScenarioResult[]) =>
  compareLanes(story, results, catalogue).checks.map(
    ({ requirement: id, lane, outcome }) => `${id} ${lane} ${outcome}`,
  );

test('equal observations pass, in every lane but the first', () => {
  const observed = { second: 'conflict' };
  expect(
    outcomes(
      scenario,
      result('database/rest', observed),
      result('kubernetes/rest', observed),
      result('kubernetes/crd', observed),
    ),
  ).toEqual(['PAR-01 kubernetes/rest passed', 'PAR-01 kubernetes/crd passed']);
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

test('a documented difference is reported and does not fail', () => {
  const documented = { ...scenario, differences: { second: 'the Kubernetes API has no such thing' } };
  const { checks, differences } = compareLanes(
    documented,
    [result('database/rest', { first: 0, second: 1 }), result('kubernetes/rest', { first: 0, second: 2 })],
    catalogue,
  );
  expect(checks.map(({ outcome }) => outcome)).toEqual(['passed']);
  expect(differences[0]?.allowed).toContain('no such thing');
});

test('a label that one lane did not observe is a difference; if that lane was aborted, the check is blocked', () => {
  const base = result('database/rest', { second: 1 });
  expect(outcomes(scenario, base, result('kubernetes/rest', {}))).toEqual(['PAR-01 kubernetes/rest failed']);
  expect(outcomes(scenario, base, result('kubernetes/rest', {}, 'blocked'))).toEqual([
    'PAR-01 kubernetes/rest blocked',
  ]);
});

test('a scenario that observes nothing cannot claim parity', () => {
  expect(outcomes(scenario, result('database/rest', {}), result('kubernetes/rest', {}))).toEqual([
    'PAR-01 kubernetes/rest error',
  ]);
});

test('parity is blocked if a check failed before anything was observed, as when the target died', () => {
  const failed = result('kubernetes/rest', {}, 'failed');
  expect(outcomes(scenario, result('database/rest', {}), failed)).toEqual(['PAR-01 kubernetes/rest blocked']);
});

test('a named parity requirement is decided by its own labels', () => {
  const named = { ...scenario, parity: { 'FIL-18': ['case'] } };
  expect(
    outcomes(
      named,
      result('database/rest', { case: ['a'], other: 1 }),
      result('kubernetes/rest', { case: ['b'], other: 1 }),
    ),
  ).toEqual(['FIL-18 kubernetes/rest failed', 'PAR-01 kubernetes/rest passed']);
});

test('if the first lane does not apply, parity with it does not apply for the same reason', () => {
  const absent: ScenarioResult = {
    ...result('database/rest', {}),
    checks: [],
    notApplicable: 'storage-mode-not-offered',
  };
  const { checks } = compareLanes(scenario, [absent, result('kubernetes/rest', {})], catalogue);
  expect(checks).toEqual([
    expect.objectContaining({ lane: 'kubernetes/rest', outcome: 'not-applicable', reason: 'storage-mode-not-offered' }),
  ]);
});

test('parity does not apply if the first lane was not run', () => {
  expect(outcomes(scenario, result('kubernetes/rest', { second: 1 }), result('kubernetes/crd', { second: 1 }))).toEqual(
    ['PAR-01 kubernetes/rest not-applicable', 'PAR-01 kubernetes/crd not-applicable'],
  );
});

test('a lane that was aborted after its last check is blocked, because it may have observed more', () => {
  const aborted = { ...result('kubernetes/rest', {}), aborted: 'no answer' };
  expect(outcomes(scenario, result('database/rest', { second: 1 }), aborted)).toEqual([
    'PAR-01 kubernetes/rest blocked',
  ]);
});

test('a lane that was not run is not compared, and the others are', () => {
  const absent: ScenarioResult = { ...result('kubernetes/crd', {}), notApplicable: 'manifests-not-supplied' };
  expect(
    outcomes(scenario, result('database/rest', { second: 1 }), result('kubernetes/rest', { second: 1 }), absent),
  ).toEqual(['PAR-01 kubernetes/crd not-applicable', 'PAR-01 kubernetes/rest passed']);
});

test('a scenario whose only labels are documented differences compares nothing', () => {
  const documented = { ...scenario, differences: { second: 'the Kubernetes API has no such thing' } };
  expect(
    outcomes(documented, result('database/rest', { second: 1 }), result('kubernetes/rest', { second: 2 })),
  ).toEqual(['PAR-01 kubernetes/rest error']);
});

test('an aborted lane may have observed more, so equal labels so far do not pass', () => {
  expect(
    outcomes(scenario, result('database/rest', { second: 1 }), result('kubernetes/rest', { second: 1 }, 'blocked')),
  ).toEqual(['PAR-01 kubernetes/rest blocked']);
});
