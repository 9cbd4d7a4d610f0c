import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { connectKubernetes } from './kubernetes-api.ts';

async function listening(server: Server) {
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
}

/** Far from the 200 ms that the request gives it on a machine that is busy, and less than the connection's own 5 s. */
const inTimeMs = 4_500;

/** Milliseconds until a request with a time-out of 200 fails. */
async function patienceOf(api: ReturnType<typeof connectKubernetes>): Promise<number> {
  const start = performance.now();
  await expect(api.request({ method: 'POST', path: '/x', body: {}, timeoutMs: 200 })).rejects.toMatchObject({
    status: 0,
    message: expect.stringMatching(/time/i),
  });
  return performance.now() - start;
}

it('ends a request in time that is still connecting', async () => {
  await using silent = await listening(createServer());
  await using api = connectKubernetes({ endpoint: `https://127.0.0.1:${silent.port}`, skipVerify: true });
  expect(await patienceOf(api)).toBeLessThan(inTimeMs);
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
  expect(await patienceOf(api)).toBeLessThan(inTimeMs);
  held[0]?.end('{}');
  await first;
  const last = api.request({ method: 'POST', path: '/last', body: {} });
  await expect.poll(() => held.length).toBe(2);
  held[1]?.end('{}');
  await last;
  expect(paths).toEqual(['/first', '/last']);
});
