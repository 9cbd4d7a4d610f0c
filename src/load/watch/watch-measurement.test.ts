import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { served } from '../../testing/served.ts';
import { testResources } from '../../testing/test-resources.ts';
import { watchFigures } from './watch-figures.ts';
import { startWatch } from './watch-measurement.ts';
import type { WatchTask } from './worker-messages.ts';

const path = '/apis/pipelines.kubeflow.org/v2beta1/pipelines';

const createdAt = '2026-11-30T10:00:00Z';

const line = (type: string, index: number): string =>
  `${JSON.stringify({
    type,
    object: {
      kind: 'Pipeline',
      metadata: {
        name: `load-${String(index).padStart(8, '0')}`,
        uid: `uid-${index}`,
        resourceVersion: String(1000 + index),
        creationTimestamp: createdAt,
      },
    },
  })}\n`;

/** An API server whose watches are answered by `watch`. */
const apiServer = (watch: (answer: ServerResponse) => void): Promise<string> =>
  served((request, answer) => {
    const { searchParams } = new URL(request.url ?? '', 'http://localhost');
    answer.writeHead(200, { 'content-type': 'application/json' });
    if (searchParams.get('watch') !== 'true')
      answer.end('{"kind":"PipelineList","metadata":{"resourceVersion":"1000"}}');
    else {
      answer.flushHeaders();
      watch(answer);
    }
  });

const measured = async (origin: string, task: Partial<WatchTask>, deadlineMs = 30_000) => {
  const { use, signal } = testResources();
  const expected = { prefix: 'load', first: 0, count: 3 };
  const watch = await use(startWatch({ connection: { origin }, path, expected, watchers: 1, ...task }, signal));
  return watch.finish({ deadlineMs });
};

test('ten watchers of a server in good order are complete', async () => {
  const origin = await apiServer((answer) => {
    const all = [0, 1, 2].map((index) => line('ADDED', index)).join('');
    // An event that is cut into two pieces is one event.
    answer.write(all.slice(0, 50));
    setImmediate(() => answer.write(all.slice(50)));
  });
  const report = await measured(origin, { watchers: 10 });
  expect(report.watchers).toHaveLength(10);
  for (const watcher of report.watchers) expect(watcher).toMatchObject({ delivered: 3, examples: '' });
  expect(report).toMatchObject({ events: 30, restarts: 0, lag: { from: 'creationTimestamp', resolutionMs: 1000 } });
  expect(report.lag.lags).toHaveLength(30);
  expect(report.cpuSeconds).toBeGreaterThan(0);
  expect(watchFigures(report)).toMatchObject({ watchersCount: 10, missingCount: 0, duplicatesCount: 0 });
});

test('events that a server drops or repeats are found', async () => {
  const origin = await apiServer((answer) => {
    answer.write(line('ADDED', 0) + line('ADDED', 2) + line('ADDED', 2) + line('MODIFIED', 0));
  });
  const { watchers } = await measured(origin, {}, 300);
  expect(watchers).toMatchObject([
    { delivered: 2, missing: 1, duplicates: 1, examples: 'missing: 1; more than once: 2' },
  ]);
});

test('a collection that is not served is an error', async () => {
  const origin = await served((_, answer) => answer.writeHead(404).end('{"kind":"Status","code":404}'));
  await expect(measured(origin, {})).rejects.toThrow(/is no collection of this API server/);
});
