import { text as readText } from 'node:stream/consumers';
import type { HttpRequest, HttpResponse } from '../contract/exchange.ts';
import type { Connection } from './connection.ts';
import { deadline } from './deadline.ts';
import type { Session } from './http.ts';
import { connectTo, originParts, type OriginParts } from './socket.ts';

const head = ({ method, target, headers }: HttpRequest, { host, path }: OriginParts): string =>
  `${method} ${path}${target} HTTP/1.0\r\nHost: ${host}\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

const parsed = (answer: string): HttpResponse => {
  const [status = '', ...lines] = answer.split('\r\n\r\n', 1)[0]?.split('\r\n') ?? [];
  const code = /^HTTP\/1\.[01] (\d{3})/.exec(status)?.[1];
  // A closed connection without a status line counts as no answer, like a reset connection.
  if (code === undefined) throw Object.assign(new Error('the server hung up'), { code: 'ECONNRESET' });
  const headers = lines.map((line): [string, string] => {
    const [name = '', value = ''] = line.split(/:\s*(.*)/s);
    return [name.toLowerCase(), value];
  });
  return {
    status: Number(code),
    headers: Object.fromEntries(headers),
    body: answer.slice(answer.indexOf('\r\n\r\n') + 4),
  };
};

/**
 * Sends header values byte for byte (Latin-1), even those that HTTP forbids and every client library refuses to send.
 * Uses HTTP 1.0, where the end of the connection ends the answer. Only for requests without a body.
 */
export const sendRaw = async (
  connection: Connection,
  request: HttpRequest,
  { timeoutMs, signal }: Pick<Session, 'timeoutMs' | 'signal'>,
): Promise<HttpResponse> => {
  const socket = connectTo(connection);
  socket.setEncoding('utf8');
  using bound = deadline(timeoutMs, signal);
  bound.signal.addEventListener('abort', () => socket.destroy(bound.signal.reason as Error), { once: true });
  try {
    socket.write(Buffer.from(head(request, originParts(connection)), 'latin1'));
    return parsed(await readText(socket));
  } finally {
    socket.destroy();
  }
};
