import { expect, test } from 'vitest';
import type { Outcome } from '../scenarios/outcome.ts';
import type { Level } from '../scenarios/requirement.ts';
import type { RequirementResult } from './schema.ts';
import { checksOf } from './check-list.ts';
import { conformanceVerdicts, gateVerdict } from './verdicts.ts';

const requirement = (level: Level, outcome: Outcome): RequirementResult => ({
  id: 'CRUD-01',
  area: 'CRUD',
  level,
  profile: 'core',
  text: '',
  source: '',
  databaseDependent: false,
  lanes: { 'database/rest': { outcome, checks: [{ scenario: 'story', profile: 'core', outcome }] } },
});
const conformance = (result: RequirementResult, strict = false, decidable = true) =>
  conformanceVerdicts(checksOf({ requirements: [result] }), { strict, decidable })[0]?.verdict;

test('a known failure passes the gate and is not conformant', () => {
  const known = requirement('MUST', 'known-failure');
  expect(gateVerdict(['known-failure'], [], true).passed).toBe(true);
  expect(conformance(known)).toBe('not-conformant');
});

test.each(['failed', 'blocked', 'error', 'stale-baseline'] as const)('%s shuts the gate', (outcome) => {
  expect(gateVerdict([outcome], [], true)).toEqual({ passed: false, reasons: [`1 ${outcome}`] });
});

test('a run without a check, an interrupted one and a broken test shut the gate', () => {
  expect(gateVerdict([], [], true).passed).toBe(false);
  expect(gateVerdict(['passed'], [], false).passed).toBe(false);
  expect(gateVerdict(['passed'], ['a test broke'], true).passed).toBe(false);
});

test('a run that decided nothing shuts the gate', () => {
  expect(gateVerdict(['not-applicable', 'not-applicable'], [], true)).toEqual({
    passed: false,
    reasons: ['no check was decided'],
  });
});

test('a lane that could not be judged leaves conformance undecided, a feature the target lacks does not', () => {
  const absent = (reason: 'manifests-not-supplied' | 'feature-not-claimed'): RequirementResult => ({
    ...requirement('MUST', 'not-applicable'),
    lanes: {
      'kubernetes/crd': {
        outcome: 'not-applicable',
        checks: [{ scenario: 'story', profile: 'core', outcome: 'not-applicable', reason }],
      },
    },
  });
  const verdict = (reason: 'manifests-not-supplied' | 'feature-not-claimed') =>
    conformanceVerdicts(checksOf({ requirements: [requirement('MUST', 'passed'), absent(reason)] }), {
      strict: false,
      decidable: true,
    })[0]?.verdict;
  expect(verdict('manifests-not-supplied')).toBe('not-decided');
  expect(verdict('feature-not-claimed')).toBe('conformant');
});

test('an unmet SHOULD is a warning, and counts when asked for', () => {
  const unmet = requirement('SHOULD', 'failed');
  expect(conformanceVerdicts(checksOf({ requirements: [unmet] }), { strict: false, decidable: true })[0]).toMatchObject(
    {
      verdict: 'conformant',
      warnings: ['CRUD-01 in database/rest'],
    },
  );
  expect(conformance(unmet, true)).toBe('not-conformant');
});

test('a filtered or partial run decides no conformance', () => {
  expect(conformance(requirement('MUST', 'passed'), false, false)).toBe('not-decided');
});

test('a check counts for its own profile, not for that of its requirement', () => {
  const [own] = checksOf({ requirements: [requirement('MUST', 'passed')] });
  const [twin] = checksOf({ requirements: [requirement('MUST', 'failed')] });
  if (own === undefined || twin === undefined) throw new Error('the requirement has no check');
  const verdicts = conformanceVerdicts([own, { ...twin, check: { ...twin.check, profile: 'multi-user' } }], {
    strict: false,
    decidable: true,
  });
  expect(verdicts.map(({ profile, verdict }) => [profile, verdict])).toEqual([
    ['core', 'conformant'],
    ['multi-user', 'not-conformant'],
  ]);
});
