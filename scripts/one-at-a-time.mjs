import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';

const listen = (address) =>
  new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.on('error', () => connection.destroy()));
    server.once('error', (cause) => (cause.code === 'EADDRINUSE' ? resolve(undefined) : reject(cause)));
    server.listen(address, () => resolve(server));
  });

const waitForRelease = (address) =>
  new Promise((resolve) => {
    const connection = connect(address).resume();
    connection.once('error', () => connection.destroy());
    connection.once('close', resolve);
  });

/**
 * Runs `action` while no other process holds the lock of this name. The lock is a listening abstract socket, which the kernel
 * closes with its process, so it is never stale. Only Linux has abstract sockets; elsewhere there is no lock.
 */
export const oneAtATime = async (name, waiting, action) => {
  if (process.platform !== 'linux') return action();
  const address = `\0kfp-conformance-${createHash('sha256').update(`${process.getuid()} ${name}`).digest('hex').slice(0, 32)}`;
  for (;;) {
    const server = await listen(address);
    if (server !== undefined) {
      const connections = new Set();
      server.on('connection', (connection) => connections.add(connection));
      try {
        return await action();
      } finally {
        for (const connection of connections) connection.destroy();
        await new Promise((resolve) => server.close(resolve));
      }
    }
    waiting();
    await waitForRelease(address);
  }
};
