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
  const told: string[] = [];
  const over = new AbortController();
  const collector = new ResultCollector((_, title) => told.push(title), over.signal);
  collector.onTestCaseResult(decided('failed'));
  over.abort(reason);
  collector.onTestCaseResult(decided('failed'));
  collector.onTestCaseResult(decided('passed'));
  const outcomes = collector.collected().results.flatMap(({ checks }) => checks.map(({ outcome }) => outcome));
  return { outcomes, told: told.length };
};

test('what fails once the environment broke is not held against the target', () => {
  expect(collectedAfter(new EnvironmentError('etcd ended by itself'))).toEqual({
    outcomes: ['failed', 'passed'],
    told: 2,
  });
});

test('what fails while a run is interrupted stays a failure', () => {
  expect(collectedAfter(new Error('interrupted by SIGINT'))).toEqual({
    outcomes: ['failed', 'failed', 'passed'],
    told: 3,
  });
});
