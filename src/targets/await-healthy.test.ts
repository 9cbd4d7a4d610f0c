import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { awaitHealthy } from './await-healthy.ts';
import { TargetNotReadyError } from './target-not-ready-error.ts';

const deadline = vi.hoisted((): { ms?: number } => ({}));
vi.mock(import('../waiting/wait-until.ts'), async (importOriginal) => {
  const original = await importOriginal();
  const waitUntil: typeof original.waitUntil = (wait, waiting) =>
    original.waitUntil({ ...wait, deadlineMs: deadline.ms ?? wait.deadlineMs }, waiting);
  return { ...original, waitUntil };
});

// Why: a kept connection led to the server that was being replaced, which reported that it was healthy.
test('every health check uses a new connection', async () => {
  const ports: (number | undefined)[] = [];
  const server = createServer(({ socket }, response) => {
    ports.push(socket.remotePort);
    response.writeHead(ports.length < 3 ? 503 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`;
  await awaitHealthy({ name: 'one', url }, { progress: () => {}, signal: new AbortController().signal });
  expect(ports).toHaveLength(3);
  expect(new Set(ports).size).toBe(3);
});

// Why: every server that was not healthy in time counted against the target, also one that nobody could reach.
test('a server is not ready by its own answers, and without one nothing is known of it', async () => {
  deadline.ms = 1;
  onTestFinished(() => void delete deadline.ms);
  const server = createServer((_, response) => response.writeHead(503).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`;
  const failureOf = () =>
    awaitHealthy({ name: 'one', url }, { progress: () => {}, signal: new AbortController().signal }).catch(
      (cause: unknown) => cause,
    );
  const answering = await failureOf();
  expect(answering).toBeInstanceOf(TargetNotReadyError);
  expect(answering).toMatchObject({ message: expect.stringContaining('(last: status 503)') });
  server.close();
  server.closeAllConnections();
  const silent = await failureOf();
  expect(silent).not.toBeInstanceOf(TargetNotReadyError);
  expect(silent).toMatchObject({ code: 'environment', message: expect.stringContaining('ECONNREFUSED') });
});
