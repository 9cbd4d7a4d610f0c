import { expect, test } from 'vitest';
import { InterruptedError } from '../../src/failures/interrupted-error.ts';
import { recordedProgress } from '../../src/testing/recorded-progress.ts';
import { StepError } from './failure-text.ts';
import { runSteps } from './run-steps.ts';
import type { Check, CaseCounts, SetUp, StepContext } from './step.ts';

const contextOf = (signal = new AbortController().signal): StepContext => ({
  directory: '/nowhere',
  signal,
  held: new AsyncDisposableStack(),
});

const ran: string[] = [];
const setUp = (name: string, needs: readonly SetUp[] = [], run = (): Promise<void> => Promise.resolve()): SetUp => ({
  kind: 'set-up',
  name,
  needs,
  run: () => {
    ran.push(name);
    return run();
  },
});
const check = (
  name: string,
  needs: readonly SetUp[],
  counts: CaseCounts | Error = { passed: 5, failed: 0 },
): Check => ({
  kind: 'check',
  name,
  commands: ['test'],
  needs,
  run: () => {
    ran.push(name);
    return counts instanceof Error ? Promise.reject(counts) : Promise.resolve(counts);
  },
});

const run = async (checks: readonly Check[], signal?: AbortSignal, mustRun?: string) => {
  ran.length = 0;
  const progress = recordedProgress();
  const outcome = await runSteps(checks, contextOf(signal), progress, mustRun);
  return { ...outcome, lines: progress.lines.map((line) => line.replace(/\d+\.\d s/, 'T')), ran: [...ran] };
};

test('a set-up runs once, before the first check that needs it, and is not counted', async () => {
  const engine = setUp('engine');
  const image = setUp('image', [engine]);
  const outcome = await run([check('types', []), check('clusters', [image]), check('more clusters', [image])]);
  expect(outcome.ran).toEqual(['types', 'engine', 'image', 'clusters', 'more clusters']);
  expect(outcome).toMatchObject({ passed: 15, failed: 0, notRun: [] });
  expect(outcome.lines[1]).toBe('ok: engine (T)');
});

// Why: when an image could not be built, the tests that needed it did not run, and "900 passed, 0 failed" was printed.
test('a set-up that fails is a failure with a reason, and so is every check that needs it', async () => {
  const engine = setUp('engine', [], () => Promise.reject(new StepError('no such package')));
  const image = setUp('image', [engine]);
  const outcome = await run([check('clusters', [image]), check('engine tests', [engine]), check('types', [])]);
  expect(outcome.ran).toEqual(['engine', 'types']);
  expect(outcome).toMatchObject({ passed: 5, failed: 3 });
  expect(outcome.lines[0]).toBe('FAILED: engine (T): no such package');
  expect(outcome.notRun).toEqual(['clusters: engine failed', 'engine tests: engine failed']);
});

test('a check that this machine does not support is reported as skipped and is not counted', async () => {
  const engine = { ...setUp('engine'), skipReason: () => Promise.resolve('no container engine answers') };
  const outcome = await run([check('clusters', [setUp('image', [engine])]), check('types', [])]);
  expect(outcome).toMatchObject({ passed: 5, failed: 0, notRun: ['clusters: no container engine answers'] });
});

// Why: components were built for minutes before "NOT RUN: clusters: no container engine answers".
test('nothing is set up for a check that cannot run', async () => {
  let asked = 0;
  const skipReason = (): Promise<string> => Promise.resolve(`no engine answers (asked ${(asked += 1)})`);
  const components = setUp('components');
  const image = setUp('image', [components, { ...setUp('engine'), skipReason }]);
  const broken = setUp('broken', [], () => Promise.reject(new StepError('no such package')));
  const outcome = await run([
    check('clusters', [image]),
    check('more clusters', [image]),
    check('broken', [broken]),
    check('long', [components, broken]),
  ]);
  expect(outcome.ran).toEqual(['broken']);
  expect(outcome.notRun).toEqual([
    'clusters: no engine answers (asked 1)',
    'more clusters: no engine answers (asked 1)',
    'broken: broken failed',
    'long: broken failed',
  ]);
});

test('a step whose precondition cannot be checked has failed, and the next check runs', async () => {
  const skipReason = (): Promise<undefined> => Promise.reject(new StepError('permission denied'));
  const engine = { ...setUp('engine'), skipReason };
  const outcome = await run([
    check('clusters', [engine]),
    { ...check('packages', []), skipReason },
    check('types', []),
  ]);
  expect(outcome).toMatchObject({ passed: 5, failed: 3, ran: ['types'] });
  expect(outcome.lines.slice(0, 2)).toEqual([
    'FAILED: engine: permission denied',
    'FAILED: packages: permission denied',
  ]);
  expect(outcome.notRun).toEqual(['clusters: engine failed', 'packages: packages failed']);
});

// Why: `npm run test:long` without a container engine ended with "0 passed, 0 failed" and exit code 0.
test('a command that ran no cases has failed', async () => {
  const engine = { ...setUp('engine'), skipReason: () => Promise.resolve('no container engine answers') };
  const outcome = await run([check('clusters', [engine])]);
  expect(outcome).toMatchObject({ passed: 0, failed: 1, lines: ['FAILED: no check was run'] });
});

test('a check that throws is a failure, and the next one runs', async () => {
  const outcome = await run([check('unit tests', [], new StepError('no report')), check('types', [])]);
  expect(outcome).toMatchObject({ passed: 5, failed: 1 });
  expect(outcome.lines[0]).toBe('FAILED: unit tests (T): no report');
});

test('after an interruption no step starts, and an interrupted step has not failed', async () => {
  const interrupted = new AbortController();
  const engine = setUp('engine', [], () => {
    interrupted.abort(new InterruptedError('SIGINT'));
    return Promise.reject(new InterruptedError('SIGINT'));
  });
  const outcome = await run([check('types', []), check('clusters', [engine])], interrupted.signal);
  expect(outcome.ran).toEqual(['types', 'engine']);
  expect(outcome).toMatchObject({ passed: 5, failed: 0, notRun: [] });
});

// Why: `npm test` ended with exit code 0 and "0 failed" where DOCKER_HOST was wrong and the cluster part was not run.
test('where every check must run, one that cannot has failed', async () => {
  const engine = { ...setUp('engine'), skipReason: () => Promise.resolve('no container engine answers') };
  const steps = [check('types', []), check('clusters', [engine])];
  expect(await run(steps)).toMatchObject({ passed: 5, failed: 0, notRun: ['clusters: no container engine answers'] });
  const outcome = await run(steps, undefined, 'CI is set, so every check must run');
  expect(outcome).toMatchObject({ passed: 5, failed: 1, notRun: ['clusters: no container engine answers'] });
  expect(outcome.lines).toContain('FAILED: clusters was not run, and CI is set, so every check must run');
});

test('skipped cases are added up, and remarks are printed', async () => {
  const outcome = await run([
    check('suites', [], { passed: 5, failed: 1, skipped: 3, remarks: ['local: run: 10 pinned, 9 counted'] }),
    check('types', [], { passed: 1, failed: 0, skipped: 1 }),
  ]);
  expect(outcome).toMatchObject({ passed: 6, failed: 1, skipped: 4 });
  expect(outcome.lines).toContain('FAILED: suites: local: run: 10 pinned, 9 counted');
});
