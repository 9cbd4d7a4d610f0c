import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { patience } from '../waiting/slowness.ts';
import type { Exchange } from '../contract/exchange.ts';
import { kfpClient } from './kfp.ts';

const listening = async (server: net.Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};

const clientOf = (origin: string, record: (exchange: Exchange) => void) =>
  kfpClient({ origin }, { record, timeoutMs: patience(5_000) });

test('header values are sent unchanged, and the answer is returned and recorded', async () => {
  // A client that sanitizes or rejects values could not test how a server handles them.
  const received: string[] = [];
  await using server = await listening(
    net.createServer((socket) =>
      socket.once('data', (data) => {
        received.push(data.toString('latin1'));
        socket.end('HTTP/1.0 400 Bad Request\r\nContent-Type: text/plain; a=b: c\r\n\r\nno\r\n\r\nno');
      }),
    ),
  );
  const exchanges: Exchange[] = [];
  const client = clientOf(server.origin, (exchange) => exchanges.push(exchange));
  const headers = { 'kubeflow-userid': 'a\u0001b', 'Kubeflow-Userid': 'ÿ ' };
  const answer = await client.getRaw('/x', { query: { page_size: 1 }, headers });
  expect(received[0]).toMatch(/^GET \/x\?page_size=1 HTTP\/1\.0\r\n/);
  expect(received[0]).toContain('\r\nkubeflow-userid: a\u0001b\r\nKubeflow-Userid: ÿ \r\n\r\n');
  expect(answer).toMatchObject({
    status: 400,
    headers: { 'content-type': 'text/plain; a=b: c' },
    body: 'no\r\n\r\nno',
  });
  expect(exchanges).toMatchObject([{ request: { headers }, response: { status: 400 } }]);
});

test('a server that closes the connection without an answer is an error', async () => {
  await using server = await listening(net.createServer((socket) => socket.once('data', () => socket.end())));
  const exchanges: Exchange[] = [];
  const client = clientOf(server.origin, (exchange) => exchanges.push(exchange));
  await expect(client.getRaw('/x', {})).rejects.toMatchObject({ code: 'no-answer' });
  expect(exchanges).toMatchObject([{ error: 'GET /x got no answer: the server hung up' }]);
});

test('two spellings of a header are sent as two headers', async () => {
  // The scenarios about duplicate identity headers depend on it.
  const seen: IncomingMessage['rawHeaders'] = [];
  await using server = await listening(
    createServer((request, response) => {
      seen.push(...request.rawHeaders.filter((_, index, all) => /^kubeflow/i.test(all[index - (index % 2)] ?? '')));
      response.end('{}');
    }),
  );
  const client = clientOf(server.origin, () => {});
  await client.call('GET', '/x', { headers: { 'kubeflow-userid': 'alice', 'Kubeflow-Userid': 'bob' } });
  expect(seen).toEqual(['kubeflow-userid', 'alice', 'Kubeflow-Userid', 'bob']);
});

test('an answer that is not HTTP counts as no answer', async () => {
  // A target may echo a forbidden byte of the request in a header of its answer; that is a finding about the target,
  // not a defect of the harness.
  await using server = await listening(
    net.createServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 401 Unauthorized\r\nx: a\0b\r\ncontent-length: 0\r\n\r\n')),
    ),
  );
  await expect(clientOf(server.origin, () => {}).call('GET', '/x')).rejects.toMatchObject({ code: 'no-answer' });
});

/** Serves connections that never end by themselves. */
const neverEnding = (onConnection: (socket: net.Socket) => void) => {
  const sockets = new Set<net.Socket>();
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  return listening(
    net.createServer((socket) => {
      sockets.add(socket.on('error', () => {}));
      onConnection(socket);
    }),
  );
};

// Why: the time-out began again with every byte, so an answer without an end held its scenario until the last limit.
test('an answer that never ends is no answer within the time limit', async () => {
  const { origin } = await neverEnding((socket) => {
    const clock = setInterval(() => socket.write('HTTP/1.0 200 OK\r\n'), 10);
    socket.on('close', () => clearInterval(clock));
  });
  const client = kfpClient({ origin }, { record: () => {}, timeoutMs: 200 });
  await expect(client.getRaw('/x', {})).rejects.toThrow('GET /x got no answer: no answer within 0.2 s');
});

// Why: the upload had no time limit at all.
test('an abandoned upload that the server does not read ends within the time limit', async () => {
  const { origin } = await neverEnding((socket) => socket.pause());
  const client = kfpClient({ origin }, { record: () => {}, timeoutMs: 200 });
  const content = Buffer.alloc(64 * 1024 * 1024);
  await expect(client.abandonUpload('/x', { name: 'a', content }, {}, content.length)).rejects.toThrow(
    'POST /x got no answer: no answer within 0.2 s',
  );
});
