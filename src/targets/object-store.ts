import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An S3 endpoint that accepts and counts every request: pipelines must not be stored there (STO-02). */
export interface CountingObjectStore extends AsyncDisposable {
  readonly port: number;
  requests(): number;
}

/** `host`: the address to listen on. */
export const startObjectStore = async (host: string): Promise<CountingObjectStore> => {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    request.resume();
    response.writeHead(200, { etag: '"0"' }).end();
  });
  // Only the client closes connections; otherwise a slow server might send a request on a connection that is being
  // closed.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    requests: () => count,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
