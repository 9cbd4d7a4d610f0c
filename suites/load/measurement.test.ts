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

const measured = async (settings: Readonly<Record<string, number>>) => {
  const directory = await temporaryDirectory();
  const url = await served((_, response) => void response.end(pipeline));
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
  const windows = [0, 1].map((window) => values(`iterations{scenario:measured,win:${window}}`)?.['count'] ?? 0);
  expect(windows[0]).toBe(5);
  expect((windows[0] ?? 0) + (windows[1] ?? 0)).toBe(iterations);
  expect(values('http_req_duration{scenario:measured,win:2}')).toBeUndefined();
});

// Otherwise the first measured requests would include the opening of their connections.
test('the measured iterations have the connections of the warm-up', { timeout }, async () => {
  const values = await measured({ COUNT: 20, VUS: 3, WARM_UP: 2, WARM_UP_SECONDS: 1 });
  expect(values('http_req_connecting')?.['max']).toBeGreaterThan(0);
  expect(values('http_req_connecting{scenario:measured}')?.['max']).toBe(0);
});

test('a closed loop has no schedule, and windows of equally many iterations', { timeout }, async () => {
  const values = await measured({ COUNT: 20, VUS: 1, WARM_UP: 0, WINDOWS: 4 });
  expect(values('lag{scenario:measured}')?.['count'] ?? 0).toBe(0);
  expect(values('response{scenario:measured}')?.['count']).toBe(20);
  for (const window of [0, 1, 2, 3]) expect(values(`iterations{scenario:measured,win:${window}}`)?.['count']).toBe(5);
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
