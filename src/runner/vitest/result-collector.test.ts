import { expect, test } from 'vitest';
import type { TestCase } from 'vitest/node';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { ResultCollector } from './result-collector.ts';

const decided = (outcome: 'passed' | 'failed') =>
  ({
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
