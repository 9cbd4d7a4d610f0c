import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { startBalancer } from './balancer.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const serving = async (name: string): Promise<number> => {
  const server = createServer((_, response) => response.setHeader('connection', 'close').end(name));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

test('connections are distributed over the running backends in turn', async () => {
  const [one, two] = [await serving('one'), await serving('two')];
  let ready = [one, two];
  await using balancer = await startBalancer(() => ready);
  const ask = async () => (await fetch(`http://127.0.0.1:${balancer.port}/`)).text();
  expect([await ask(), await ask(), await ask()]).toEqual(['one', 'two', 'one']);
  ready = [two];
  expect([await ask(), await ask()]).toEqual(['two', 'two']);
  ready = [];
  await expect(ask()).rejects.toThrow('fetch failed');
});
