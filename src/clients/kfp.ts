import { NoAnswerError, type HttpRequest, type ReceivedResponse } from '../contract/exchange.ts';
import { deadline } from './deadline.ts';
import { completedRequest, httpSender, type Session } from './http.ts';
import type { Connection } from './connection.ts';
import { requireUsable } from './json-response.ts';
import { sendRaw } from './raw-request.ts';
import { connectTo, originParts } from './socket.ts';

export const apiV2 = '/apis/v2beta1';

/** Query parameters; an absent value is not sent. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface CallOptions {
  readonly query?: Query;
  readonly json?: unknown;
  /** Sent unchanged, instead of `json`. */
  readonly body?: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A file of a multipart upload. */
export interface UploadFile {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** The form field; the API expects `uploadfile`. */
  readonly field?: string;
}

const withQuery = (path: string, query: Query = {}): string => {
  const pairs = Object.entries(query).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, String(value)]],
  );
  const encoded = new URLSearchParams(pairs).toString();
  return encoded === '' ? path : `${path}?${encoded}`;
};

const boundary = 'kfp-conformance-boundary-7d1c2f';

const multipart = (file: UploadFile): Buffer =>
  Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${file.field ?? 'uploadfile'}"; filename="${file.name}"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    ),
    Buffer.from(file.content),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);

/**
 * The KFP REST API: the caller chooses paths, queries and bodies; answers are returned unchanged. Throws a NoAnswerError
 * without an answer, and an UnusableAnswerError for one that is none of KFP's (`requireUsable`).
 */
export interface KfpClient {
  readonly origin: string;
  call(method: string, path: string, options?: CallOptions): Promise<ReceivedResponse>;
  /** A GET whose header values are sent byte for byte (Latin-1), even those that HTTP forbids. */
  getRaw(path: string, options: Pick<CallOptions, 'query' | 'headers'>): Promise<ReceivedResponse>;
  upload(path: string, file: UploadFile, query?: Query): Promise<ReceivedResponse>;
  /** Sends the first `bytes` bytes of an upload, then closes the connection; resolves when it is closed. */
  abandonUpload(path: string, file: UploadFile, query: Query, bytes: number): Promise<void>;
}

export const kfpClient = (connection: Connection, session: Session): KfpClient => {
  const over = httpSender('rest', connection, session);
  const overRaw = httpSender('rest', connection, session, sendRaw);
  const send = async (request: HttpRequest) => requireUsable(await over(request));
  const call: KfpClient['call'] = (method, path, { query, json, body, headers = {} } = {}) => {
    const content = body ?? (json === undefined ? undefined : JSON.stringify(json));
    return send({
      method,
      target: withQuery(path, query),
      headers: {
        accept: 'application/json',
        ...(content !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(content !== undefined && { body: content }),
    });
  };
  return {
    origin: connection.origin,
    call,
    getRaw: async (path, { query, headers = {} }) =>
      requireUsable(await overRaw({ method: 'GET', target: withQuery(path, query), headers })),
    upload: (path, file, query = {}) =>
      call('POST', path, {
        query,
        body: multipart(file),
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      }),
    abandonUpload: async (path, file, query, bytes) => {
      const { host, path: prefix } = originParts(connection);
      const body = multipart(file);
      const request = completedRequest(
        {
          method: 'POST',
          target: withQuery(path, query),
          headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
        },
        connection,
        session,
      );
      const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const head =
        `POST ${prefix}${request.target} HTTP/1.1\r\nHost: ${host}\r\n` +
        `${headers.join('')}Content-Length: ${body.length}\r\n\r\n`;
      const socket = connectTo(connection);
      using bound = deadline(session.timeoutMs, session.signal);
      bound.signal.addEventListener('abort', () => socket.destroy(bound.signal.reason as Error), { once: true });
      await new Promise<void>((resolve, reject) => {
        socket.once('error', (cause) => reject(new NoAnswerError(request, 'rest', cause)));
        socket.write(Buffer.concat([Buffer.from(head), body.subarray(0, bytes)]), () => {
          socket.once('close', () => resolve());
          socket.destroy();
        });
      });
    },
  };
};
