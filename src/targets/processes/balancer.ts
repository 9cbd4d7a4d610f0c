import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { resetConnection } from '../../clients/reset-connection.ts';

/**
 * A load balancer for several processes, like a Service for pods: each connection goes to the next running process. A
 * Service without endpoints refuses a connection; this one resets it, because another process could take a port that is
 * given up meanwhile.
 */
export interface Balancer extends AsyncDisposable {
  readonly port: number;
}

/** `backends` returns the loopback ports of the processes that are currently ready. */
export const startBalancer = async (backends: () => readonly number[]): Promise<Balancer> => {
  const open = new Set<Socket>();
  let next = 0;
  const server = createServer((client) => {
    const ports = backends();
    const port = ports[next % Math.max(1, ports.length)];
    next += 1;
    if (port === undefined) {
      resetConnection(client);
      return;
    }
    const backend = connect({ port, host: '127.0.0.1' });
    for (const [one, other] of [
      [client, backend],
      [backend, client],
    ] as const) {
      open.add(one);
      one.setNoDelay(true);
      // The end of one connection ends the other. A reset, or a process that refuses, is passed on as a reset.
      one.on('error', () => resetConnection(other));
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
};
