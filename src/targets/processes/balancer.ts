import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What stands before several processes as a Service stands before pods: each connection goes to the next that runs. */
export interface Balancer extends AsyncDisposable {
  readonly port: number;
}

/** `backends`: the loopback ports of those that are ready at this moment. */
export const startBalancer = async (backends: () => readonly number[]): Promise<Balancer> => {
  const open = new Set<Socket>();
  let next = 0;
  const server = createServer((client) => {
    const ports = backends();
    const port = ports[next % Math.max(1, ports.length)];
    next += 1;
    if (port === undefined) {
      client.resetAndDestroy();
      return;
    }
    const backend = connect({ port, host: '127.0.0.1' });
    for (const [one, other] of [
      [client, backend],
      [backend, client],
    ] as const) {
      open.add(one);
      one.setNoDelay(true);
      // Either sees how the other's connection went.
      one.on('error', () => other.destroy());
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
