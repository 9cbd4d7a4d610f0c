import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { TargetProcess } from './target-process.ts';
import { awaitReady } from './readiness.ts';

type Exit = Awaited<TargetProcess['exited']>;

const running = (lines: readonly string[], exited: Promise<Exit> = new Promise(() => {})): TargetProcess => ({
  name: 'target-db-1',
  identity: '1',
  exited,
  lastLines: (count) => lines.slice(-count),
  kill: () => Promise.resolve(),
});
const waiting = { progress: () => {}, signal: new AbortController().signal };
/** No process listens on port 1. */
const nowhere = 'http://127.0.0.1:1/apis/v2beta1/healthz';

test('a target that answers is ready', async () => {
  const server = createServer((_, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await expect(awaitReady(running([]), `http://127.0.0.1:${port}/`, waiting)).resolves.toBeUndefined();
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test('a target that ends at once is reported with its exit code and the tail of its log', async () => {
  const exited = Promise.resolve<Exit>({ code: 7, signal: null });
  await expect(awaitReady(running(['no such database'], exited), nowhere, waiting)).rejects.toThrow(
    /target-db-1.*exit code 7[^]*no such database/,
  );
  await expect(awaitReady(running([], exited), nowhere, waiting)).rejects.toThrow(/It printed nothing/);
});

test('an interruption ends the wait for a target that never answers', async () => {
  const interrupted = new AbortController();
  setTimeout(() => interrupted.abort(new Error('interrupted')), 100);
  const { signal } = interrupted;
  await expect(awaitReady(running([]), nowhere, { ...waiting, signal })).rejects.toThrow('interrupted');
});
