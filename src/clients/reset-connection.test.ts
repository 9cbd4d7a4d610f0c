import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { resetConnection } from './reset-connection.ts';

const connected = async (): Promise<{ readonly socket: Socket; readonly peer: Socket }> => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [[peer]] = (await Promise.all([once(server, 'connection'), once(socket, 'connect')])) as [[Socket], unknown];
  onTestFinished(() => void peer.destroy());
  return { socket, peer };
};

test('the peer sees a reset', async () => {
  const { socket, peer } = await connected();
  const failure = once(peer, 'error');
  resetConnection(socket);
  expect(await failure).toMatchObject([{ code: 'ECONNRESET' }]);
});

// Why: the socket was never closed, and a run that had ended computed for ever instead of ending its process.
test('a connection that was ended before is closed', async () => {
  const { socket } = await connected();
  socket.end('the last words');
  const closed = once(socket, 'close');
  resetConnection(socket);
  await closed;
  expect(socket.errored).toBeNull();
});
