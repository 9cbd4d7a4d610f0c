import type { ServerAddress, Connection } from './connection.ts';
import { Agent, type Dispatcher } from 'undici';
import { deadline } from './deadline.ts';
import { wireHeaders } from './impersonation.ts';
import { originParts, sharedTlsOptions } from './socket.ts';
import { readToken } from './token-file.ts';
import {
  NoAnswerError,
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  type Interceptor,
  type ReceivedResponse,
} from '../contract/exchange.ts';

/** The settings that one scenario in one lane adds to a connection. */
export interface Session {
  /** Receives every exchange, in the order in which they end. */
  readonly record: (exchange: Exchange) => void;
  readonly intercept?: Interceptor;
  /** The target replica that requests are sent to, if it is a particular one. */
  readonly replica?: number;
  /** Completes a request before mutants see it, as its client would. */
  readonly decorateAboveInterceptors?: (request: HttpRequest) => HttpRequest;
  /**
   * Completes a request after mutants have seen it: adds the identity and the namespace. The recorded request is the
   * one that was sent.
   */
  readonly decorateBelowInterceptors?: (request: HttpRequest) => HttpRequest;
  /** Sends a request, or keeps it from being sent. Default: sends it at once. */
  readonly pass?: <Value>(send: () => Promise<Value>) => Promise<Value>;
  /** Aborts pending requests. */
  readonly signal?: AbortSignal;
  /** The time limit for one answer. */
  readonly timeoutMs: number;
}

/**
 * How long an idle connection is kept. Servers on loopback or behind a port-forward keep connections open for more than
 * half a minute, and each new connection costs a handshake. A gateway may close one after a few seconds, just as a
 * request is sent on it, and requests are never repeated here.
 */
const idleMs = ({ origin }: ServerAddress): number =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(origin).hostname) ? 30_000 : 4_000;

const agents = new Map<string, Agent>();

/**
 * Connections are pooled by server and certificate, since TLS handshakes are slow, until `forgetConnections` or the end
 * of the process.
 */
export const agentFor = (connection: Connection): Agent => {
  const { origin, ca, skipTlsVerify, tlsServerName, certificate } = connection;
  const identity = [origin, ca, skipTlsVerify, tlsServerName, certificate].join('\n');
  let agent = agents.get(identity);
  if (agent === undefined) {
    // HTTP/2 is off: Node exhausts memory when requests are aborted (a session that is closed while it sends), and
    // undici merges repeated headers into one.
    agent = new Agent({
      connections: 64,
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: idleMs(connection),
      connect: sharedTlsOptions(connection),
    });
    agents.set(identity, agent);
  }
  return agent;
};

/**
 * Opens new connections to these servers from now on; resolves when the requests on the old connections have ended.
 * Needed when a server was replaced: a kept connection may lead to the old server, and fails when that ends.
 */
export const forgetConnections = async (origins: readonly string[]): Promise<void> => {
  const forgotten = [...agents].filter(([identity]) => origins.some((origin) => identity.startsWith(`${origin}\n`)));
  for (const [identity] of forgotten) agents.delete(identity);
  await Promise.all(forgotten.map(([, agent]) => agent.close()));
};

/** The request in undici's terms. */
export const undiciOptions = (connection: Connection, { method, target, headers }: HttpRequest) => {
  const { origin, path } = originParts(connection);
  return { origin, method, path: path + target, headers: wireHeaders(headers) };
};

const plainHeaders = (headers: Dispatcher.ResponseData['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );

/**
 * A connection that is refused, reset or timed out, and an answer that is not HTTP, are no answer of the server; any other
 * exception is a defect of the harness.
 */
const isNetworkFailure = (cause: unknown): boolean => {
  if (!(cause instanceof Error)) return false;
  if (['TimeoutError', 'AbortError', 'HTTPParserError'].includes(cause.name)) return true;
  const { code } = cause as NodeJS.ErrnoException;
  return code !== undefined && /^(UND_ERR_(?!INVALID)|E[A-Z]+$)/.test(code);
};

const withHeaders = (request: HttpRequest, { headers, tokenFile }: Connection): HttpRequest => {
  if (headers === undefined && tokenFile === undefined) return request;
  const token = tokenFile === undefined ? {} : { authorization: `Bearer ${readToken(tokenFile)}` };
  return { ...request, headers: { ...token, ...headers, ...request.headers } };
};

/** The request as its client makes it, with its identity: the form that a mutant sees. */
const decorated = (request: HttpRequest, connection: Connection, { decorateAboveInterceptors }: Session): HttpRequest =>
  withHeaders(decorateAboveInterceptors?.(request) ?? request, connection);

/** The request with everything that connection and session add. */
export const completedRequest = (request: HttpRequest, connection: Connection, session: Session): HttpRequest => {
  const asMade = decorated(request, connection, session);
  return session.decorateBelowInterceptors?.(asMade) ?? asMade;
};

/** Sends one request and reads its answer. Throws an error with a `code` if there is no answer. */
type Transport = (connection: Connection, request: HttpRequest, session: Session) => Promise<HttpResponse>;

const overUndici: Transport = async (connection, request, { timeoutMs, signal }) => {
  using bound = deadline(timeoutMs, signal);
  const answer = await agentFor(connection).request({
    ...undiciOptions(connection, request),
    body: request.body ?? null,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    signal: bound.signal,
  });
  return { status: answer.statusCode, headers: plainHeaders(answer.headers), body: await answer.body.text() };
};

/** Sends each request once (a retry would hide failures of the target), records it, and applies the mutant, if any. */
export const httpSender =
  (surface: Exchange['surface'], connection: Connection, session: Session, transport: Transport = overUndici) =>
  async (asked: HttpRequest): Promise<ReceivedResponse> => {
    const request = decorated(asked, connection, session);
    const sent = session.decorateBelowInterceptors?.(request) ?? request;
    const overTheWire = async (forwarded: HttpRequest): Promise<HttpResponse> => {
      const outgoing = session.decorateBelowInterceptors?.(forwarded) ?? forwarded;
      const send = () => transport(connection, outgoing, session);
      return session.pass?.(send) ?? send();
    };
    const destination = { surface, ...(session.replica !== undefined && { replica: session.replica }) };
    const started = performance.now();
    const elapsed = () => Math.round((performance.now() - started) * 10) / 10;
    try {
      const response = await (session.intercept?.(request, overTheWire, surface, session.replica) ??
        overTheWire(request));
      session.record({ ...destination, request: sent, response, durationMs: elapsed() });
      return { ...response, surface, asked: { method: request.method, target: request.target } };
    } catch (cause) {
      if (!isNetworkFailure(cause)) throw cause;
      const failure = new NoAnswerError(request, surface, cause);
      session.record({ ...destination, request: sent, error: failure.message, durationMs: elapsed() });
      throw failure;
    }
  };
