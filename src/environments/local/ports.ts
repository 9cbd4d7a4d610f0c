import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Ports below those that the kernel gives to outgoing connections, where a load run would take them from under us. */
const range = (): { readonly first: number; readonly last: number } | undefined => {
  if (process.platform !== 'linux') return undefined;
  const lowest = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/)[0]);
  return lowest >= 20_000 ? { first: 15_000, last: lowest - 1 } : undefined;
};

/** Binds and closes; resolves with the port, or undefined when it is taken. */
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

/** Gives free loopback ports, none twice. Another program may still take one: whoever listens must expect that. */
export const portGiver = (): (() => Promise<number>) => {
  const given = new Set<number>();
  const between = range();
  return async () => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const wish =
        between === undefined ? 0 : between.first + Math.floor(Math.random() * (between.last - between.first + 1));
      const port = given.has(wish) ? undefined : await tryPort(wish);
      if (port !== undefined && !given.has(port)) {
        given.add(port);
        return port;
      }
    }
    throw new Error('no free loopback port was found in 200 attempts');
  };
};
