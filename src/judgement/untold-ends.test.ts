import { expect, test } from 'vitest';
import type { Outcome } from '../contract/outcome.ts';
import type { CheckResult, ScenarioResult } from '../contract/result.ts';
import { untoldEnds } from './untold-ends.ts';

const lane = 'database/rest';
const check = (outcome: Outcome, message?: string): CheckResult => ({
  requirement: 'CRUD-01',
  lane,
  scenario: 'story',
  outcome,
  ...(message !== undefined && { message }),
});
const resultOf = (more: Pick<ScenarioResult, 'checks' | 'aborted' | 'unasked' | 'survival'>): ScenarioResult => ({
  scenario: 'story',
  lane,
  observations: {},
  durationMs: 0,
  requests: 0,
  ...more,
});

const aborted = 'a pipeline: expected 200, got 500';

test('a scenario that ran to its end has nothing to tell', () => {
  expect(untoldEnds(resultOf({ checks: [check('passed')] }))).toEqual([]);
});

// Why: a scenario whose blocked checks were all known failures was broken, so its baseline could not be green.
test('an early end is told by checks that close the gate, and by a known failure that is this end', () => {
  for (const told of [check('blocked', aborted), check('failed', 'another'), check('known-failure', aborted)])
    expect(untoldEnds(resultOf({ aborted, checks: [check('passed'), told] }))).toEqual([]);
  for (const untold of [[], [check('passed')], [check('known-failure', 'another')]])
    expect(untoldEnds(resultOf({ aborted, checks: untold }))).toEqual([`was aborted: ${aborted}`]);
});

// Why: a crash of the target during a disruptive scenario with a known failure was dropped.
test('the end of a process that nobody asked for is told only by a check that remains failed', () => {
  const unasked = 'target db-1 ended by itself with SIGSEGV';
  expect(untoldEnds(resultOf({ unasked, checks: [check('passed'), check('failed')] }))).toEqual([]);
  for (const outcome of ['passed', 'known-failure', 'blocked', 'error', 'stale-baseline'] as const)
    expect(untoldEnds(resultOf({ unasked, checks: [check(outcome)] }))).toEqual([
      `has no failed check for this: ${unasked}`,
    ]);
});

// Why: KFP ends where the user header is empty, as its baseline lists, and no run of it could pass the gate.
test('a known failure tells the end of the processes if their survival is among what fails', () => {
  const unasked = 'target db-1 ended by itself with exit code 2';
  const survival = { 'CRUD-01': 'the process' };
  const failing = (outcome: Outcome, ...aspects: readonly string[]): CheckResult => ({
    ...check(outcome),
    deviations: Object.fromEntries(aspects.map((name) => [name, { expected: '', observed: '' }])),
  });
  const told = (one: CheckResult) => untoldEnds(resultOf({ unasked, survival, checks: [one] })).length === 0;
  expect(told(failing('known-failure', 'an answer', 'the process'))).toBe(true);
  // Why: fewer aspects than its baseline lists fail, and this is one that does.
  expect(told(failing('stale-baseline', 'the process'))).toBe(true);
  expect(told(failing('stale-baseline', 'an answer'))).toBe(false);
  // Why: a status that is known for years hid that the server ended with SIGSEGV.
  expect(told(failing('known-failure', 'an answer'))).toBe(false);
  expect(told({ ...failing('known-failure', 'the process'), requirement: 'CRUD-02' })).toBe(false);
  for (const outcome of ['passed', 'blocked', 'error'] as const) expect(told(check(outcome))).toBe(false);
});
