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
} from '../contract/exchange.ts';

/** What one scenario in one lane adds to a connection. */
export interface Session {
  /** Gets every exchange, in the order they ended. */
  readonly record: (exchange: Exchange) => void;
  readonly intercept?: Interceptor;
  /** Which of the target's replicas is asked, where it is one in particular. */
  readonly replica?: number;
  /** Completes a request above the mutants, as the client who makes it would. */
  readonly decorateAboveInterceptors?: (request: HttpRequest) => HttpRequest;
  /**
   * Completes a request below the mutants: who asks, and in which namespace. What is recorded is what was sent.
   */
  readonly decorateBelowInterceptors?: (request: HttpRequest) => HttpRequest;
  /** Aborted when nobody waits for answers any more. */
  readonly signal?: AbortSignal;
  /** Time for one answer. */
  readonly timeoutMs: number;
}

/**
 * How long a connection is kept that nobody uses. Servers on loopback, or behind a port-forward, keep theirs for longer
 * than half a minute, and each new one costs a handshake. A gateway may close its own after a few seconds, just as a
 * request is sent on it, and nothing here sends a request twice.
 */
const idleMs = ({ origin }: ServerAddress): number =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(origin).hostname) ? 30_000 : 4_000;

const agents = new Map<string, Agent>();

/** Connections are pooled for each server and identity, until their server is forgotten or the process ends: TLS handshakes are what is slow. */
export const agentFor = (connection: Connection): Agent => {
  const { origin, ca, skipTlsVerify, tlsServerName, certificate } = connection;
  const identity = [origin, ca, skipTlsVerify, tlsServerName, certificate].join('\n');
  let agent = agents.get(identity);
  if (agent === undefined) {
    // Not over HTTP/2: Node fills all memory when requests on it are given up (a session that is closed while it sends), and
    // undici makes one header of several.
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
 * Asks servers on new connections from now on; resolves when what is under way on those of before has ended. For servers
 * that were replaced: a kept connection may lead to the one before, and fails as that ends.
 */
export const forgetConnections = async (origins: readonly string[]): Promise<void> => {
  const forgotten = [...agents].filter(([identity]) => origins.some((origin) => identity.startsWith(`${origin}\n`)));
  for (const [identity] of forgotten) agents.delete(identity);
  await Promise.all(forgotten.map(([, agent]) => agent.close()));
};

/** The request as undici takes it. */
export const onTheWire = (connection: Connection, { method, target, headers }: HttpRequest) => {
  const { origin, path } = originParts(connection);
  return { origin, method, path: path + target, headers: wireHeaders(headers) };
};

const plainHeaders = (headers: Dispatcher.ResponseData['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );

/** A connection refused, reset or timed out, and an answer that is no HTTP, say something about the target; any other exception is a defect of the harness. */
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

/** The request as its client makes it: what a mutant may look at, also who asks. */
const made = (request: HttpRequest, connection: Connection, { decorateAboveInterceptors }: Session): HttpRequest =>
  withHeaders(decorateAboveInterceptors?.(request) ?? request, connection);

/** The request with what connection and session add to it. */
export const completed = (request: HttpRequest, connection: Connection, session: Session): HttpRequest => {
  const whole = made(request, connection, session);
  return session.decorateBelowInterceptors?.(whole) ?? whole;
};

/** Sends one request and reads its answer. Throws an error with a `code` where none comes. */
type Transport = (connection: Connection, request: HttpRequest, session: Session) => Promise<HttpResponse>;

const overUndici: Transport = async (connection, request, { timeoutMs, signal }) => {
  using bound = deadline(timeoutMs, signal);
  const answer = await agentFor(connection).request({
    ...onTheWire(connection, request),
    body: request.body ?? null,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    signal: bound.signal,
  });
  return { status: answer.statusCode, headers: plainHeaders(answer.headers), body: await answer.body.text() };
};

/** Sends requests once each (a retry would hide what is to be measured), records them, and applies a mutant if there is one. */
export const httpSender =
  (surface: Exchange['surface'], connection: Connection, session: Session, transport: Transport = overUndici) =>
  async (asked: HttpRequest): Promise<HttpResponse> => {
    const request = made(asked, connection, session);
    const sent = session.decorateBelowInterceptors?.(request) ?? request;
    const overTheWire = async (passedOn: HttpRequest): Promise<HttpResponse> => {
      const outgoing = session.decorateBelowInterceptors?.(passedOn) ?? passedOn;
      return transport(connection, outgoing, session);
    };
    const whom = { surface, ...(session.replica !== undefined && { replica: session.replica }) };
    const started = performance.now();
    const elapsed = () => Math.round((performance.now() - started) * 10) / 10;
    try {
      const response = await (session.intercept?.(request, overTheWire, surface, session.replica) ??
        overTheWire(request));
      session.record({ ...whom, request: sent, response, durationMs: elapsed() });
      return response;
    } catch (cause) {
      if (!isNetworkFailure(cause)) throw cause;
      const failure = new NoAnswerError(request, cause);
      session.record({ ...whom, request: sent, error: failure.message, durationMs: elapsed() });
      throw failure;
    }
  };
