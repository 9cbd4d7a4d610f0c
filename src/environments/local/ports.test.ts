import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { portGiver } from './ports.ts';

test('no port is given twice, and each can be listened on', async () => {
  const give = portGiver();
  const ports = await Promise.all(Array.from({ length: 50 }, give));
  expect(new Set(ports).size).toBe(50);
  const server = createServer().listen(ports[0], '127.0.0.1');
  await once(server, 'listening');
  server.close();
});
