import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { awaitHealthy } from './await-healthy.ts';

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
