import { describe, expect, test } from 'vitest';
import { noFeatures } from '../contract/feature.ts';
import type { NotApplicableReason, Outcome } from '../contract/outcome.ts';
import { profiles, type Level } from '../contract/requirement.ts';
import type { RequirementResult } from './schema.ts';
import { wholeProfiles, wholeSelection, type Selection } from './selection.ts';
import { checksOf } from './check-list.ts';
import { conformanceVerdicts, gateVerdict, type ConformanceInput } from './verdicts.ts';

const requirement = (level: Level, outcome: Outcome): RequirementResult => ({
  id: 'CRUD-01',
  area: 'CRUD',
  level,
  profile: 'core',
  text: '',
  source: '',
  databaseDependent: false,
  vulnerability: false,
  lanes: { 'database/rest': { outcome, checks: [{ scenario: 'story', profile: 'core', outcome }] } },
});
const whole: ConformanceInput = {
  strict: false,
  whole: profiles,
  partialBecause: 'the run was filtered',
  claimed: [],
  features: {},
};
const conformance = (result: RequirementResult, input: Partial<ConformanceInput> = {}) =>
  conformanceVerdicts(checksOf({ requirements: [result] }), { ...whole, ...input })[0]?.verdict;

/** A check with this outcome in database/rest, and one that does not apply in kubernetes/crd. */
const withAbsentLane = (reason: NotApplicableReason, outcome: Outcome = 'passed') => {
  const absent: RequirementResult = {
    ...requirement('MUST', 'not-applicable'),
    lanes: {
      'kubernetes/crd': {
        outcome: 'not-applicable',
        checks: [{ scenario: 'story', profile: 'core', outcome: 'not-applicable', reason }],
      },
    },
  };
  return conformanceVerdicts(checksOf({ requirements: [requirement('MUST', outcome), absent] }), whole)[0];
};

test('a known failure passes the gate and is not conformant', () => {
  const known = requirement('MUST', 'known-failure');
  expect(gateVerdict(['known-failure'], [], true).passed).toBe(true);
  expect(conformance(known)).toBe('not-conformant');
});

test.each(['failed', 'blocked', 'error', 'stale-baseline'] as const)('%s fails the gate', (outcome) => {
  expect(gateVerdict([outcome], [], true)).toEqual({ passed: false, reasons: [`1 ${outcome}`] });
});

test('a run without checks, an interruption and a broken test fail the gate', () => {
  expect(gateVerdict([], [], true).passed).toBe(false);
  expect(gateVerdict(['passed'], [], false).passed).toBe(false);
  expect(gateVerdict(['passed'], ['a test broke'], true).passed).toBe(false);
});

test('a run that decided no check fails the gate', () => {
  expect(gateVerdict(['not-applicable', 'not-applicable'], [], true)).toEqual({
    passed: false,
    reasons: ['no check was decided'],
  });
});

test('a lane that could not be judged leaves conformance undecided, a missing feature does not', () => {
  expect(withAbsentLane('manifests-not-supplied')?.verdict).toBe('not-decided');
  expect(withAbsentLane('feature-not-claimed')?.verdict).toBe('conformant');
});

test('one failed requirement decides non-conformance, even if other checks could not be made', () => {
  expect(withAbsentLane('capability-not-offered')?.verdict).toBe('not-decided');
  expect(withAbsentLane('capability-not-offered', 'failed')).toMatchObject({
    verdict: 'not-conformant',
    reasons: ['CRUD-01 in database/rest'],
  });
});

test('a verdict names its storage modes', () => {
  expect(withAbsentLane('feature-not-claimed')?.modes).toEqual(['database', 'kubernetes']);
  expect(withAbsentLane('storage-mode-not-offered')).toMatchObject({ verdict: 'conformant', modes: ['database'] });
});

test('a failed SHOULD is a warning, and counts as failed with --strict', () => {
  const failing = requirement('SHOULD', 'failed');
  expect(conformanceVerdicts(checksOf({ requirements: [failing] }), whole)[0]).toMatchObject({
    verdict: 'conformant',
    warnings: ['CRUD-01 in database/rest'],
  });
  expect(conformance(failing, { strict: true })).toBe('not-conformant');
});

test('a filtered or partial run decides no conformance', () => {
  expect(conformance(requirement('MUST', 'passed'), { whole: [] })).toBe('not-decided');
});

test('a check counts for its own profile, not for that of its requirement', () => {
  const [own] = checksOf({ requirements: [requirement('MUST', 'passed')] });
  const [variant] = checksOf({ requirements: [requirement('MUST', 'failed')] });
  if (own === undefined || variant === undefined) throw new Error('the requirement has no check');
  const verdicts = conformanceVerdicts(
    [own, { ...variant, check: { ...variant.check, profile: 'multi-user' } }],
    whole,
  );
  expect(verdicts.map(({ profile, verdict }) => [profile, verdict])).toEqual([
    ['core', 'conformant'],
    ['multi-user', 'not-conformant'],
  ]);
});

describe('a profile that requires a feature', () => {
  const shared = checksOf({ requirements: [requirement('MUST', 'not-applicable')] }).map((placed) => ({
    ...placed,
    check: { ...placed.check, profile: 'shared-namespace' as const, reason: 'feature-not-claimed' as const },
  }));
  const verdictOf = (input: Partial<ConformanceInput>, checks = shared) =>
    conformanceVerdicts(checks, { ...whole, features: { kubernetes: noFeatures }, ...input })[0];
  const lacks = 'the target lacks the feature shared-namespace, which the profile requires';

  test('is not claimed for a target without the feature, and is not conformant if it is claimed', () => {
    expect(verdictOf({})).toMatchObject({ verdict: 'not-claimed', reasons: [lacks] });
    expect(verdictOf({ claimed: ['shared-namespace'] })).toMatchObject({ verdict: 'not-conformant', reasons: [lacks] });
  });

  test('is judged by its checks if the target has the feature, and is not decided without checks', () => {
    const features = { kubernetes: { ...noFeatures, 'shared-namespace': true } };
    expect(verdictOf({ features })?.verdict).toBe('not-decided');
    const passed = shared.map((placed) => ({ ...placed, check: { ...placed.check, outcome: 'passed' as const } }));
    expect(verdictOf({ features }, passed)?.verdict).toBe('conformant');
  });

  test('is not decided if the feature was not probed', () => {
    expect(verdictOf({ features: {} })?.verdict).toBe('not-decided');
  });
});

test('a run of one profile decides that profile', () => {
  const of = (selection: Partial<Selection>) => wholeProfiles({ ...wholeSelection, ...selection });
  expect(of({})).toEqual(profiles);
  expect(of({ profiles: ['multi-user'] })).toEqual(['multi-user']);
  expect(of({ profiles: ['multi-user'], lanes: ['database/rest'] })).toEqual([]);
});
