import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { quantileGrid } from '../../src/load/data/quantile-grid.ts';
import { served } from '../../src/testing/served.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { patience } from '../../src/waiting/slowness.ts';
import { runK6, scriptPath } from './testing/run-k6.ts';

const timeout = patience(60_000);

interface Summary {
  readonly metrics: Readonly<Record<string, { readonly values: Readonly<Record<string, number>> } | undefined>>;
}

/** A file as the harness writes it: the script, with the options and the summary for measurements. */
const entryOf = (script: string): string => `
import { options as own } from ${JSON.stringify(scriptPath(script))};
import { summaryOptions } from ${JSON.stringify(scriptPath('support/summary'))};
export * from ${JSON.stringify(scriptPath(script))};
export { handleSummary } from ${JSON.stringify(scriptPath('support/summary'))};
export const options = summaryOptions(own, ['get-by-name']);
`;

const pipeline = JSON.stringify({ name: 'load-00000000', pipeline_id: crypto.randomUUID() });

const measured = async (settings: Readonly<Record<string, number>>, delayMs = 0) => {
  const directory = await temporaryDirectory();
  const url = await served((_, response) => void setTimeout(() => response.end(pipeline), delayMs));
  const entry = path.join(directory, 'entry.ts');
  const summaryFile = path.join(directory, 'summary.json');
  await writeFile(entry, entryOf('rest/get-by-name'));
  const all = { KFP_URL: url, N: 1, SUMMARY: summaryFile, ...settings };
  const { code, logged } = await runK6(directory, entry, all, ['--no-thresholds', '--summary-mode', 'compact']);
  expect({ code, logged }).toEqual({ code: 0, logged: [] });
  const { metrics } = JSON.parse(await readFile(summaryFile, 'utf8')) as Summary;
  return (name: string) => metrics[name]?.values;
};

test('an open loop measures its lag behind the schedule, apart from its warm-up', { timeout }, async () => {
  const warmUp = { VUS: 5, WARM_UP: 2, WARM_UP_SECONDS: 1 };
  const values = await measured({ RATE: 5, SECONDS: 2, WINDOWS: 2, ...warmUp });
  const iterations = values('iterations{scenario:measured}')?.['count'] ?? 0;
  // k6 may begin the iteration that is due at the very end.
  expect([10, 11]).toContain(iterations);
  expect(values('iterations')?.['count']).toBe(iterations + warmUp.VUS * warmUp.WARM_UP);
  for (const name of ['lag', 'response', 'started', 'http_req_duration'])
    expect([name, values(`${name}{scenario:measured}`)?.['count']]).toEqual([name, iterations]);
  expect(values('lag{scenario:measured}')?.['min']).toBeGreaterThanOrEqual(0);
  // Requests belong to the window in which they were due, also that of the iteration at the very end.
  const windows = [0, 1].map((window) => values(`http_req_duration{scenario:measured,win:${window}}`)?.['count'] ?? 0);
  expect(windows).toEqual([5, iterations - 5]);
  expect(values('http_req_duration{scenario:measured,win:2}')).toBeUndefined();
});

// Otherwise the first measured requests would include the opening of their connections.
test('the measured iterations have the connections of the warm-up', { timeout }, async () => {
  const values = await measured({ COUNT: 20, VUS: 3, WARM_UP: 2, WARM_UP_SECONDS: 1 });
  expect(values('http_req_connecting')?.['max']).toBeGreaterThan(0);
  expect(values('http_req_connecting{scenario:measured}')?.['max']).toBe(0);
});

test('a closed loop has no schedule, and windows of time only if its length is bounded', { timeout }, async () => {
  const closed = { COUNT: 20, VUS: 1, WARM_UP: 0, WINDOWS: 4 };
  const bounded = await measured({ ...closed, MOST_SECONDS: 40 });
  expect(bounded('lag{scenario:measured}')?.['count'] ?? 0).toBe(0);
  expect(bounded('response{scenario:measured}')?.['count']).toBe(20);
  // They end within ten seconds.
  expect(bounded('iterations{scenario:measured,win:0}')?.['count']).toBe(20);
  const unbounded = await measured(closed);
  expect(unbounded('iterations{scenario:measured,win:0}')?.['count'] ?? 0).toBe(0);
});

// The rate of a closed loop is the number of its iterations over this time: the last ones end long after the loop.
test('the virtual users of a closed loop are busy until their last iteration ends', { timeout }, async () => {
  const values = await measured({ CLOSED: 1, SECONDS: 1, VUS: 2, WARM_UP: 0, WINDOWS: 2 }, 700);
  expect(values('iterations{scenario:measured}')?.['count']).toBe(4);
  // Each works twice 0.7 s; half of the iterations end after the loop, and so in no window.
  expect(values('busy{scenario:measured}')?.['count']).toBeGreaterThanOrEqual(4 * 700);
  const windows = [0, 1].map((window) => values(`iterations{scenario:measured,win:${window}}`)?.['count'] ?? 0);
  expect(windows).toEqual([0, 2]);
  expect(values('measured_start')?.['value']).toBeLessThanOrEqual(Date.now() - 1400);
});

test('a distribution has 220 numbers: the quantile grid, minimum, maximum, mean and count', { timeout }, async () => {
  const values = await measured({ COUNT: 5, VUS: 1, WARM_UP: 0 });
  const service = values('http_req_duration{scenario:measured,name:get-by-name}') ?? {};
  const names = ['min', 'max', 'avg', 'count', ...quantileGrid.map((percent) => `p(${percent})`)];
  expect(Object.keys(service).toSorted()).toEqual(names.toSorted());
  expect(names).toHaveLength(220);
  const quantiles = quantileGrid.map((percent) => service[`p(${percent})`] ?? Number.NaN);
  expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
});

test.each([
  ['COUNT', '-1', 'expected COUNT to be a whole number of at least 0, got "-1"'],
  ['RATE', 'fast', 'expected RATE to be a whole number of at least 0, got "fast"'],
  ['VUS', '0', 'expected VUS to be at least 1, got 0'],
])('%s=%s is refused before the first request', { timeout }, async (name, value, message) => {
  const { code, output } = await runK6(await temporaryDirectory(), scriptPath('rest/create'), { [name]: value });
  expect(output).toContain(message.replaceAll('"', '\\"'));
  expect(code).not.toBe(0);
});
