import type { Readable } from 'node:stream';
import { createSecureContext } from 'node:tls';
import { Agent } from 'undici';
import type { KubernetesConnection } from './kubernetes-connection.ts';
import { KubernetesError } from './kubernetes-error.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly contentType?: string;
  /** The media type of the response; JSON by default. */
  readonly accept?: string;
  /** The longest wait of the caller, including the wait for a connection. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A client of the Kubernetes API with separate connections for reads, writes and watches, and without retries. */
export interface KubernetesApi extends AsyncDisposable {
  readonly endpoint: string;
  /** The JSON of the response. Throws a `KubernetesError` for any status other than 2xx, and for a time-out. */
  request(request: ApiRequest): Promise<unknown>;
  /** The body of a watch, as a stream. */
  stream(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Readable>;
}

/** Long enough for a request that calls a webhook (10 s at most). */
const requestTimeoutMs = 15_000;
const connectTimeoutMs = 5_000;
const defaultConnections = 64;
/** The API server closes idle connections after 90 s; closing them earlier costs the next request a handshake. */
const keepAliveMs = 30_000;
const fieldManager = 'kfp-reference';

/** Undici aborts a request that waits for a connection only once it gets one; the caller must not wait that long. */
const untilAborted = async <Result>(signal: AbortSignal, result: Promise<Result>): Promise<Result> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(signal.reason as Error);
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([result, promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
};

const errorFrom = (name: string, status: number, answer: unknown, text: string): KubernetesError => {
  const fields = (typeof answer === 'object' && answer !== null ? answer : {}) as {
    readonly reason?: unknown;
    readonly message?: unknown;
  };
  const reason = typeof fields.reason === 'string' ? fields.reason : '';
  const message = typeof fields.message === 'string' ? fields.message : text.trim().slice(0, 500);
  return new KubernetesError(name, status, reason, message || `HTTP status ${status}`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: the caller reports the text.
    return undefined;
  }
};

const describe = (cause: unknown): string => (cause instanceof Error ? cause.message || cause.name : String(cause));

/** `connections` limits the concurrent reads, and the concurrent writes; further requests wait. */
export const connectKubernetes = (
  connection: KubernetesConnection,
  connections = defaultConnections,
): KubernetesApi => {
  const connect = {
    timeout: connectTimeoutMs,
    rejectUnauthorized: !connection.skipVerify,
    // Created once: parsing the certificates costs more than connecting.
    secureContext: createSecureContext({ ca: connection.ca, cert: connection.certificate, key: connection.key }),
    ...(connection.serverName === undefined ? {} : { servername: connection.serverName }),
  };
  // Over HTTP/1.1 a watch occupies its connection for minutes, so it must not take one from the requests.
  const reads = new Agent({ connect, connections, keepAliveTimeout: keepAliveMs, allowH2: false });
  // A write waits for our own webhook, which reads: with shared connections, enough writes would block each other.
  const writes = new Agent({ connect, connections, keepAliveTimeout: keepAliveMs, allowH2: false });
  const watches = new Agent({ connect, bodyTimeout: 0, allowH2: false });

  const headers = (contentType?: string, accept = 'application/json'): Record<string, string> => ({
    accept,
    'user-agent': fieldManager,
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...(connection.token === undefined ? {} : { authorization: `Bearer ${connection.token()}` }),
  });
  const pathOf = (path: string, query: Readonly<Record<string, string>> = {}): string => {
    const parameters = new URLSearchParams(query).toString();
    return parameters === '' ? path : `${path}?${parameters}`;
  };

  return {
    endpoint: connection.endpoint,

    async request({
      method,
      path,
      query,
      body,
      contentType = 'application/json',
      accept,
      timeoutMs = requestTimeoutMs,
      signal,
    }) {
      const name = `${method} ${path}`;
      const manager = method === 'GET' || method === 'DELETE' ? {} : { fieldManager };
      const bound = new AbortController();
      const expired = (): void => bound.abort(new Error(`timed out after ${timeoutMs / 1000} s`));
      const timer = setTimeout(expired, timeoutMs);
      const end = (): void => bound.abort(signal?.reason);
      if (signal?.aborted) end();
      signal?.addEventListener('abort', end, { once: true });
      const exchange = async (): Promise<{ readonly status: number; readonly text: string }> => {
        const response = await (method === 'GET' ? reads : writes).request({
          origin: connection.endpoint,
          method,
          path: pathOf(path, { ...manager, ...query }),
          headers: headers(body === undefined ? undefined : contentType, accept),
          body: body === undefined ? null : JSON.stringify(body),
          signal: bound.signal,
        });
        return { status: response.statusCode, text: await response.body.text() };
      };
      let status: number;
      let text: string;
      try {
        ({ status, text } = await untilAborted(bound.signal, exchange()));
      } catch (cause) {
        throw new KubernetesError(name, 0, 'Unreachable', `no answer from the Kubernetes API: ${describe(cause)}`, {
          cause,
        });
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
      }
      const answer = parsed(text);
      if (status < 200 || status > 299) throw errorFrom(name, status, answer, text);
      if (answer === undefined) {
        throw new KubernetesError(
          name,
          status,
          'Unreadable',
          `expected JSON from the Kubernetes API, found "${text.slice(0, 100)}"`,
        );
      }
      return answer;
    },

    async stream(path, query, signal) {
      const name = `WATCH ${path}`;
      const opened = await watches
        .request({ origin: connection.endpoint, method: 'GET', path: pathOf(path, query), headers: headers(), signal })
        .catch((cause: unknown) => {
          throw new KubernetesError(name, 0, 'Unreachable', `no answer from the Kubernetes API: ${describe(cause)}`, {
            cause,
          });
        });
      if (opened.statusCode === 200) return opened.body;
      const text = await opened.body.text();
      throw errorFrom(name, opened.statusCode, parsed(text), text);
    },

    async [Symbol.asyncDispose]() {
      await Promise.all([reads.destroy(), writes.destroy(), watches.destroy()]);
    },
  };
};
