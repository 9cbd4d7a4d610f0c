import { createServer, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net';
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

/** The end of a connection as a client sees it: the code of the error, or `closed`. */
const endOf = (port: number): Promise<string> =>
  new Promise((resolve) => {
    const client = connect({ port, host: '127.0.0.1' });
    client.on('error', (cause: NodeJS.ErrnoException) => resolve(cause.code ?? cause.message));
    client.on('close', () => resolve('closed'));
    client.write('GET / HTTP/1.1\r\n\r\n');
    client.resume();
  });

// Why: a client saw an orderly end where a Service passes on the reset of a pod that died, or the refusal of one that is not there.
test('a backend that resets or refuses a connection resets that of the client', async () => {
  const resetting = createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
  await new Promise<void>((resolve) => resetting.listen(0, '127.0.0.1', resolve));
  const { port } = resetting.address() as AddressInfo;
  {
    await using balancer = await startBalancer(() => [port]);
    expect(await endOf(balancer.port)).toBe('ECONNRESET');
  }
  await new Promise<void>((resolve) => resetting.close(() => resolve()));
  await using balancer = await startBalancer(() => [port]);
  expect(await endOf(balancer.port)).toBe('ECONNRESET');
  await using empty = await startBalancer(() => []);
  expect(await endOf(empty.port)).toBe('ECONNRESET');
});
