import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { portAllocator } from './ports.ts';

test('no port is allocated twice, and a server can listen on it', async () => {
  const allocate = portAllocator();
  const ports = await Promise.all(Array.from({ length: 50 }, allocate));
  expect(new Set(ports).size).toBe(50);
  const server = createServer().listen(ports[0], '127.0.0.1');
  await once(server, 'listening');
  server.close();
});
