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

/** Records the titles of the scenarios that have ended. */
const recorded = () => {
  const titles: string[] = [];
  return { titles, events: { started: () => {}, ended: (title: string) => void titles.push(title) } };
};

const collectedAfter = (reason: Error) => {
  const { titles, events } = recorded();
  const ended = new AbortController();
  const collector = new ResultCollector(events, ended.signal);
  collector.onTestCaseResult(decided('failed'));
  ended.abort(reason);
  collector.onTestCaseResult(decided('failed'));
  collector.onTestCaseResult(decided('passed'));
  const outcomes = collector.collected().results.flatMap(({ checks }) => checks.map(({ outcome }) => outcome));
  return { outcomes, reported: titles.length };
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
  const { titles, events } = recorded();
  const collector = new ResultCollector(events, new AbortController().signal);
  for (const id of ['one', 'two', 'one', 'two']) collector.onTestCaseResult(decided('passed', id));
  expect(collector.collected().results).toHaveLength(2);
  expect(titles).toHaveLength(2);
});

const collectedOf = (scenarioResult: object, state = 'passed', message = 'boom') => {
  const collector = new ResultCollector(recorded().events, new AbortController().signal);
  collector.onTestCaseResult({
    id: 'one',
    result: () => ({ state, errors: [{ message }] }),
    name: 'story [database/rest]',
    fullName: 'area > story [database/rest]',
    meta: () => ({ scenarioResult }),
  } as unknown as TestCase);
  return collector.collected();
};

test('a scenario that was aborted after its last check is named', () => {
  expect(collectedOf({ checks: [{ outcome: 'passed' }], aborted: 'a defect' }, 'failed')).toMatchObject({
    broken: ['area > story [database/rest] was aborted: a defect'],
    brokenScenarios: ['story'],
  });
});

// Why: the number of scenarios that had ended never reached their total.
test('a test that failed without a result has ended as well, and one that an interruption skipped has not', () => {
  const { titles, events } = recorded();
  const ended = new AbortController();
  const collector = new ResultCollector(events, ended.signal);
  const without = (name: string, state: string) =>
    ({
      id: name,
      name,
      fullName: `area > ${name}`,
      meta: () => ({}),
      result: () => ({ state, errors: [{ message: 'boom' }] }),
    }) as unknown as TestCase;
  collector.onTestCaseResult(without('story [database/rest]', 'failed'));
  ended.abort(new Error('interrupted by SIGINT'));
  collector.onTestCaseResult(without('other [database/rest]', 'skipped'));
  expect(titles).toEqual(['story [database/rest]']);
  expect(collector.collected().broken).toEqual(['area > story [database/rest]: boom']);
});

// Why: a baseline that listed every check behind a failed step could not be green.
test('a scenario that broke off as the baseline knows is not broken, unless its test failed otherwise', () => {
  const known = { checks: [{ outcome: 'known-failure', message: 'refused' }], aborted: 'refused' };
  expect(collectedOf(known).broken).toEqual([]);
  expect(collectedOf(known, 'failed', '12 writes').broken).toEqual([
    'area > story [database/rest] failed after its last check: 12 writes',
  ]);
});

// Why: a crash of the target during a disruptive scenario with a known failure was dropped, and the gate passed.
test('a scenario whose target ended unasked is broken, although a known check of it fails', () => {
  const crashed = { checks: [{ outcome: 'known-failure', message: 'known' }], unasked: 'target db-1 ended' };
  expect(collectedOf(crashed, 'failed')).toMatchObject({
    broken: ['area > story [database/rest] has no failed check for this: target db-1 ended'],
    brokenScenarios: ['story'],
  });
  expect(collectedOf({ ...crashed, checks: [{ outcome: 'failed' }] }, 'failed').broken).toEqual([]);
});
