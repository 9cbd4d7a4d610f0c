import { expect, test } from 'vitest';
import type { TestCase } from 'vitest/node';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { ResultCollector } from './result-collector.ts';

let last = 0;
const decided = (outcome: 'passed' | 'failed', id = `test-${(last += 1)}`) =>
  ({
    id,
    name: 'a scenario',
    fullName: 'a scenario',
    meta: () => ({ scenarioResult: { checks: [{ outcome }] } }),
    result: () => ({ state: outcome, errors: [] }),
  }) as unknown as TestCase;

const collectedAfter = (reason: Error) => {
  const reported: string[] = [];
  const ended = new AbortController();
  const collector = new ResultCollector((_, title) => reported.push(title), ended.signal);
  collector.onTestCaseResult(decided('failed'));
  ended.abort(reason);
  collector.onTestCaseResult(decided('failed'));
  collector.onTestCaseResult(decided('passed'));
  const outcomes = collector.collected().results.flatMap(({ checks }) => checks.map(({ outcome }) => outcome));
  return { outcomes, reported: reported.length };
};

test('failures after the environment failed do not count against the target', () => {
  expect(collectedAfter(new EnvironmentError('etcd ended by itself'))).toEqual({
    outcomes: ['failed', 'passed'],
    reported: 2,
  });
});

test('failures after an interruption still count', () => {
  expect(collectedAfter(new Error('interrupted by SIGINT'))).toEqual({
    outcomes: ['failed', 'failed', 'passed'],
    reported: 3,
  });
});

// Why: of an interrupted run, 9 of 547 checks were counted twice: vitest marks the running tests of a file as skipped, and
// reports all tests of a file that it counts as skipped a second time.
test('a test that vitest reports twice counts once', () => {
  const reported: string[] = [];
  const collector = new ResultCollector((_, title) => reported.push(title), new AbortController().signal);
  for (const id of ['one', 'two', 'one', 'two']) collector.onTestCaseResult(decided('passed', id));
  expect(collector.collected().results).toHaveLength(2);
  expect(reported).toHaveLength(2);
});

test('a scenario that was aborted after its last check is named', () => {
  const collector = new ResultCollector(() => {}, new AbortController().signal);
  const aborted = {
    id: 'aborted',
    result: () => ({ state: 'passed', errors: [] }),
    name: 'story [database/rest]',
    fullName: 'area > story [database/rest]',
    meta: () => ({ scenarioResult: { checks: [{ outcome: 'passed' }], aborted: 'its target died' } }),
  } as unknown as TestCase;
  collector.onTestCaseResult(aborted);
  expect(collector.collected()).toMatchObject({
    broken: ['area > story [database/rest] was aborted: its target died'],
    brokenScenarios: ['story'],
  });
});
