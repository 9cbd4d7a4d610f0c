import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CheckResult } from '../contract/result.ts';
import { recordedProgress } from '../testing/recorded-progress.ts';
import { progressPrinter } from './progress.ts';
import { scenarioProgress } from './scenario-progress.ts';
import { timeLeft } from './time-left.ts';

const printed = (
  terminal: { isTTY?: boolean; columns?: number },
  use: (stream: NodeJS.WriteStream) => void,
): string => {
  const stream = Object.assign(new PassThrough(), terminal);
  use(stream as unknown as NodeJS.WriteStream);
  return String(stream.read() ?? '');
};

const check = (outcome: CheckResult['outcome'], scenario = 'story'): CheckResult => ({
  requirement: 'CRUD-06',
  lane: 'database/rest',
  scenario,
  outcome,
});

/** The part of progress that a log has: lines only. */
const log = () => {
  const { lines, line } = recordedProgress();
  return { lines, progress: { line } };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a failing check is printed at once, with its lane and scenario', () => {
  const { lines, progress } = log();
  const shown = scenarioProgress(progress, { total: 3, hasBaseline: true });
  shown.ended('story [database/rest]', [check('passed'), check('failed'), check('known-failure')]);
  expect(lines).toEqual(['failed CRUD-06 in database/rest (story)']);
});

// Why: "0 failing" stood above 384 known failures, and nothing said how much was still to come.
test('the count has a total, and tells known failures from new ones; a scenario counts as its worst check', () => {
  const { statuses, ...progress } = recordedProgress();
  const shown = scenarioProgress(progress, { total: 9, hasBaseline: true });
  const outcomes = [
    'passed',
    'known-failure',
    'failed',
    'blocked',
    'not-applicable',
    'stale-baseline',
    'error',
  ] as const;
  for (const outcome of outcomes)
    shown.ended(`${outcome} [database/rest]`, [check('passed', outcome), check(outcome, outcome)]);
  shown.ended('a [database/rest]', [check('not-applicable', 'a')]);
  expect(statuses.at(-1)).toBe('8/9 scenarios · 2 passed · 1 known · 2 new · 1 stale · 1 in error');
});

test('without a baseline failures are neither known nor new', () => {
  const { statuses, ...progress } = recordedProgress();
  const shown = scenarioProgress(progress, { total: 2, hasBaseline: false });
  shown.ended('story [database/rest]', [check('failed')]);
  expect(statuses.at(-1)).toBe('1/2 scenarios · 0 passed · 1 failed');
});

test('a comparison of lanes is no scenario of its own, but its failure counts in the lane that it is about', () => {
  const { statuses, ...progress } = recordedProgress();
  const shown = scenarioProgress(progress, { total: 1, hasBaseline: true });
  shown.ended('story [database/rest]', [check('passed')]);
  shown.started('story [parity]');
  shown.ended('story [parity]', [check('failed')]);
  shown.ended('story [database/rest]', []);
  expect(statuses.at(-1)).toBe('1/1 scenarios · 0 passed · 0 known · 1 new');
});

// Why: nothing was printed for 74 s, since a count was printed only where a scenario ended.
test('a log has a line each ten seconds while nothing ends, which names what runs longest', () => {
  const { lines, progress } = log();
  const shown = scenarioProgress(progress, { total: 2, hasBaseline: true });
  shown.started('slow [kubernetes/rest]');
  vi.advanceTimersByTime(5_000);
  shown.started('story [database/rest]');
  vi.advanceTimersByTime(20_000);
  expect(lines).toEqual([
    '0/2 scenarios · 0 passed · 0 known · 0 new · longest: slow [kubernetes/rest], 10 s',
    '0/2 scenarios · 0 passed · 0 known · 0 new · longest: slow [kubernetes/rest], 20 s',
  ]);
  shown.ended('slow [kubernetes/rest]', [check('passed', 'slow')]);
  shown[Symbol.dispose]();
  vi.advanceTimersByTime(60_000);
  expect(lines.slice(2)).toEqual(['1/2 scenarios · 1 passed · 0 known · 0 new']);
});

test('the time left follows the rate so far, once there is one', () => {
  expect(timeLeft(5, 50, 100)).toBeUndefined();
  expect(timeLeft(60, 1, 100)).toBeUndefined();
  expect(timeLeft(60, 20, 100)).toBe('about 4 min left');
  expect(timeLeft(60, 90, 100)).toBe('less than a minute left');
  expect(timeLeft(60, 100, 100)).toBeUndefined();
});

test('the status line fits a narrow terminal, since a wrapped line could not be cleared', () => {
  const text = printed({ isTTY: true, columns: 30 }, (stream) =>
    scenarioProgress(progressPrinter(stream), { total: 2, hasBaseline: true }).ended('story [database/rest]', [
      check('passed'),
    ]),
  );
  expect(text.split('\u001B[K').at(-1)?.length).toBeLessThan(30);
});

test('a step shows that it runs, and GitHub Actions folds its lines', () => {
  const grouped = (environment: Record<string, string>) =>
    printed({}, (stream) => {
      const progress = progressPrinter(stream, environment);
      {
        using _group = progress.group('Set-up');
        progress.line('etcd');
        vi.advanceTimersByTime(11_000);
      }
      progress.line('scenarios');
    })
      .split('\n')
      .map((line) => line.replace(/^ *\d+\.\d s {2}/, ''));
  expect(grouped({ GITHUB_ACTIONS: 'true' })).toEqual([
    '::group::Set-up',
    'etcd',
    'Set-up …',
    '::endgroup::',
    'scenarios',
    '',
  ]);
  expect(grouped({})).toEqual(['etcd', 'Set-up …', 'scenarios', '']);
});
