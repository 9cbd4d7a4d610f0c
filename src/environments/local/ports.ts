import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Ports below the range for outgoing connections, because a load run could take ports in that range at any time. */
const range = (): { readonly first: number; readonly last: number } | undefined => {
  if (process.platform !== 'linux') return undefined;
  const lowest = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/)[0]);
  return lowest >= 20_000 ? { first: 15_000, last: lowest - 1 } : undefined;
};

/** Binds and closes the port. Resolves with the port, or with undefined if it is in use. */
const tryPort = (port: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE' || cause.code === 'EACCES') resolve(undefined);
      else reject(cause);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });

/** Allocates free loopback ports, each only once. Another program may still take one before it is used. */
export const portAllocator = (): (() => Promise<number>) => {
  const allocated = new Set<number>();
  const ports = range();
  return async () => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const candidate =
        ports === undefined ? 0 : ports.first + Math.floor(Math.random() * (ports.last - ports.first + 1));
      const port = allocated.has(candidate) ? undefined : await tryPort(candidate);
      if (port !== undefined && !allocated.has(port)) {
        allocated.add(port);
        return port;
      }
    }
    throw new Error('no free loopback port was found in 200 attempts');
  };
};
