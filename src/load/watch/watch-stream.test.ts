import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { served } from '../../testing/served.ts';
import { testResources } from '../../testing/test-resources.ts';
import { watchStream } from './watch-stream.ts';

const event = (type: string, name: string, resourceVersion: string): string =>
  `${JSON.stringify({ type, object: { metadata: { name, uid: name, resourceVersion } } })}\n`;

/** Watches a server that gives these answers, one after the other, until `expected` events have come. */
const watched = async (answers: readonly ((answer: ServerResponse) => void)[], expected: number) => {
  const asked: (string | null)[] = [];
  const origin = await served((request, answer) => {
    asked.push(new URL(request.url ?? '', 'http://localhost').searchParams.get('resourceVersion'));
    answers[asked.length - 1]?.(answer);
  });
  const ended = new AbortController();
  testResources().defer(() => ended.abort());
  const names: string[] = [];
  let restarts = 0;
  await watchStream({
    connection: { origin },
    path: '/pipelines',
    resourceVersion: '7',
    signal: ended.signal,
    onEvent: ({ name }) => {
      names.push(name);
      if (names.length === expected) ended.abort();
    },
    onEstablished: () => {},
    onRestart: () => {
      restarts += 1;
    },
  });
  return { names, asked, restarts };
};

test('a watch that ends or breaks goes on from its last event or bookmark', async () => {
  const found = await watched(
    [
      (answer) => answer.end(event('ADDED', 'a', '8') + event('BOOKMARK', '', '20')),
      (answer) => answer.write(event('ADDED', 'b', '21'), () => setImmediate(() => answer.destroy())),
      (answer) => answer.write(event('ADDED', 'c', '22')),
    ],
    3,
  );
  expect(found).toEqual({ names: ['a', 'b', 'c'], asked: ['7', '20', '21'], restarts: 2 });
});

test.each([
  ['events that are gone', (answer: ServerResponse) => answer.end('{"type":"ERROR","object":{"code":410}}\n'), /410/],
  ['a refusal', (answer: ServerResponse) => answer.writeHead(403).end('forbidden'), /status 403: forbidden/],
])('%s are a failure, not missing objects', async (_, answer, message) => {
  await expect(watched([answer], 1)).rejects.toThrow(message);
});
