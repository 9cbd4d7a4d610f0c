import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { connectKubernetes } from './kubernetes-api.ts';

const listening = async (server: Server) => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
};

type Api = ReturnType<typeof connectKubernetes>;

/** The outcome of the first of two requests to end: one with a time-out of 200 ms, and one with a longer time-out. */
const firstToEnd = async (api: Api, other: Promise<unknown>): Promise<string> => {
  const howItEnds = (name: string, request: Promise<unknown>): Promise<string> =>
    request.then(
      () => `${name}: answered`,
      (cause: unknown) => `${name}: ${String(cause)}`,
    );
  const short = api.request({ method: 'POST', path: '/x', body: {}, timeoutMs: 200 });
  return Promise.race([howItEnds('other', other), howItEnds('short', short)]);
};

it('ends a request in time that is still connecting', async () => {
  await using silent = await listening(createServer());
  await using api = connectKubernetes({ endpoint: `https://127.0.0.1:${silent.port}`, skipVerify: true });
  // It ends after the connection's own 5 s.
  const other = api.request({ method: 'POST', path: '/other', body: {} });
  expect(await firstToEnd(api, other)).toMatch(/^short: .*time/i);
});

it('ends a request in time that waits for a connection of others, and never sends it', async () => {
  const paths: (string | undefined)[] = [];
  const held: { end(text: string): unknown }[] = [];
  const server = createHttpServer((request, response) => {
    paths.push(request.url?.split('?')[0]);
    held.push(response);
  });
  await using slow = await listening(server);
  await using api = connectKubernetes({ endpoint: `http://127.0.0.1:${slow.port}`, skipVerify: false }, 1);
  const first = api.request({ method: 'POST', path: '/first', body: {} });
  await expect.poll(() => held.length).toBe(1);
  expect(await firstToEnd(api, first)).toMatch(/^short: .*time/i);
  held[0]?.end('{}');
  await first;
  const last = api.request({ method: 'POST', path: '/last', body: {} });
  await expect.poll(() => held.length).toBe(2);
  held[1]?.end('{}');
  await last;
  expect(paths).toEqual(['/first', '/last']);
});
