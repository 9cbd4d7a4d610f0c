import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { s3Answer } from './s3-answer.ts';
import type { Buckets } from './s3-content.ts';

/**
 * An object store in memory that answers as MinIO does and remembers every request: pipelines must not be stored there
 * (STO-02).
 */
export interface ObservedObjectStore extends AsyncDisposable {
  readonly port: number;
  /** `PUT /mlpipeline/pipelines/1?partNumber=1`, in the order of the requests. */
  requests(): readonly string[];
}

/** `host`: the address to listen on. */
export const startObjectStore = async (host: string): Promise<ObservedObjectStore> => {
  const seen: string[] = [];
  const buckets: Buckets = new Map();
  const server = createServer((request, response) => {
    const { method = 'GET', url: target = '/', headers } = request;
    seen.push(`${method} ${target}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = s3Answer(buckets, { method, target, headers, body: Buffer.concat(chunks) });
      const body = answer.body ?? '';
      // The answer to HEAD has the headers of the answer to GET, and no body.
      response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(body) });
      response.end(method === 'HEAD' ? undefined : body);
    });
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
    requests: () => [...seen],
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
