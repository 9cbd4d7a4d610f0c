import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Definition } from './pipeline.ts';

/** A package with a chosen body, status and file name. */
export interface PackageFile {
  readonly fileName: string;
  readonly content: Uint8Array | string;
  readonly status?: number;
  readonly contentType?: string;
}

/** An HTTP server on this machine that serves pipeline packages for `package_url`. */
export interface PackageServer extends AsyncDisposable {
  /** `http://ADDRESS:PORT` */
  readonly origin: string;
  /** Serves a definition or any file and returns its URL, which is equal for equal content and scope. */
  serve(content: Definition | PackageFile, scope?: string): string;
  /** The file at a path of this server. */
  fileAt(path: string): PackageFile | undefined;
  /** The lines of the requests so far: `GET /k1/0123abcd/pipeline.yaml`. */
  requestLines(): readonly string[];
  /** The number of requests for a URL, with or without a query. */
  requests(url: string): number;
}

/** The number of requests for a URL among these request lines; a query does not name another file. */
export const requestsFor = (url: string, lines: readonly string[]): number =>
  lines.filter((line) => line.replace(/^\S+ /, '').replace(/\?.*/, '') === new URL(url).pathname).length;

/** A definition as the text of one package: JSON documents are YAML documents. */
export const packageText = ({ pipelineSpec, platformSpec }: Definition): string =>
  platformSpec === undefined
    ? `${JSON.stringify(pipelineSpec)}\n`
    : `${JSON.stringify(pipelineSpec)}\n---\n${JSON.stringify(platformSpec)}\n`;

const notFound: PackageFile = {
  fileName: '',
  content: '404: Not Found',
  status: 404,
  contentType: 'text/plain; charset=utf-8',
};

/** `host`: the address to listen on, which targets can reach. */
export const startPackageServer = async (host: string): Promise<PackageServer> => {
  const files = new Map<string, PackageFile>();
  const lines: string[] = [];
  const server = createServer((request, response) => {
    // A query does not name another file, neither here nor at a real host of packages.
    const path = (request.url ?? '').replace(/\?.*/, '');
    lines.push(`${request.method} ${request.url}`);
    // As raw.githubusercontent.com answers where no file is stored.
    const file = files.get(path) ?? notFound;
    response.writeHead(file.status ?? 200, { 'content-type': file.contentType ?? 'application/yaml' });
    response.end(request.method === 'HEAD' ? undefined : file.content);
  });
  // Only the client closes connections; otherwise a slow server might send a request on a connection that is being
  // closed.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  server.unref();
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    serve: (content, scope = 'any') => {
      const file = 'fileName' in content ? content : { fileName: 'pipeline.yaml', content: packageText(content) };
      const digest = createHash('sha256')
        .update(file.content)
        .update(`${file.status} ${file.contentType}`)
        .digest('hex');
      const path = `/${scope}/${digest.slice(0, 8)}/${encodeURIComponent(file.fileName)}`;
      files.set(path, file);
      return origin + path;
    },
    fileAt: (path) => files.get(path),
    requestLines: () => lines,
    requests: (url) => requestsFor(url, lines),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
