import { AssertionError } from 'node:assert';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  NoAnswerError,
  UnusableAnswerError,
  type HttpRequest,
  type HttpResponse,
  type ReceivedResponse,
} from '../contract/exchange.ts';
import { agentFor, completedRequest, httpSender, undiciOptions, type Session } from './http.ts';
import type { Connection } from './connection.ts';
import { requireUsable, wrongAnswer, type Json } from './json-response.ts';

export const pipelinesGroup = '/apis/pipelines.kubeflow.org/v2beta1';

/** One event of a watch. */
export interface WatchEvent {
  readonly type: string;
  readonly object: Json;
}

/** A mutant's change of a watch: the events that the watcher receives for one event (none, the event, or several). */
export type WatchInterceptor = (event: WatchEvent) => readonly WatchEvent[];

/** A client of the Kubernetes API that returns answers unchanged. Throws as a KfpClient does. */
export interface KubernetesClient {
  /** The namespace of the target. */
  readonly namespace: string;
  call(method: string, path: string, body?: unknown, contentType?: string): Promise<ReceivedResponse>;
  /**
   * Watches a collection from a resourceVersion (default: from now, after the existing objects) until `done` returns
   * true for the events so far or the deadline passes, and returns the events. A line that does not parse is an error.
   * Throws an UnusableAnswerError if the answer is no watch, and a NoAnswerError if it breaks.
   */
  watch(path: string, options: WatchOptions): Promise<readonly WatchEvent[]>;
}

export interface WatchOptions {
  readonly resourceVersion?: string;
  readonly deadlineMs: number;
  readonly done: (events: readonly WatchEvent[]) => boolean;
  /** Called once the watch is established. */
  readonly established?: () => void;
  /** Whether the user's right to watch is the question: a refusal with 401 or 403 is then a finding, an AssertionError. */
  readonly rightIsTested?: true;
}

/** `/apis/pipelines.kubeflow.org/v2beta1/namespaces/NS/pipelines[/NAME]` */
export const collectionPath = (namespace: string, plural: string, name?: string): string =>
  `${pipelinesGroup}/namespaces/${namespace}/${plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;

export const kubernetesClient = (
  connection: Connection,
  namespace: string,
  session: Session & { readonly interceptWatch?: WatchInterceptor },
): KubernetesClient => {
  const over = httpSender('kubernetes', connection, session);
  const send = async (request: HttpRequest) => requireUsable(await over(request));
  return {
    namespace,
    call: (method, path, body, contentType = 'application/json') =>
      send({
        method,
        target: path,
        headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': contentType }) },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    watch: async (path, { resourceVersion, deadlineMs, done, established, rightIsTested }) => {
      const query = new URLSearchParams({ watch: 'true', ...(resourceVersion !== undefined && { resourceVersion }) });
      const request = completedRequest(
        { method: 'GET', target: `${path}?${query.toString()}`, headers: { accept: 'application/json' } },
        connection,
        session,
      );
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), deadlineMs);
      const started = performance.now();
      const events: WatchEvent[] = [];
      const { method, target } = request;
      const noWatch = (response: HttpResponse): Error => {
        const answer = { ...response, surface: 'kubernetes', asked: { method, target } } as const;
        const isRefused = response.status === 401 || response.status === 403;
        return rightIsTested === true && isRefused
          ? wrongAnswer(answer, 'the events of a watch')
          : new UnusableAnswerError(answer, 'the events of a watch');
      };
      let status = 0;
      try {
        const answer = await agentFor(connection).request({
          ...undiciOptions(connection, request),
          signal: abort.signal,
          bodyTimeout: 0,
        });
        status = answer.statusCode;
        if (status !== 200) {
          const body = await answer.body.text();
          throw noWatch({ status, headers: {}, body });
        }
        established?.();
        const lines = createInterface({ input: answer.body as Readable, crlfDelay: Infinity });
        // The loop throws read errors; an error after its end is caused by our own abort.
        lines.on('error', () => {});
        for await (const line of lines) {
          if (!line.startsWith('{') && events.length === 0) throw noWatch({ status, headers: {}, body: line });
          const event = JSON.parse(line) as WatchEvent;
          events.push(...(session.interceptWatch?.(event) ?? [event]));
          if (done(events)) break;
        }
      } catch (cause) {
        if (cause instanceof UnusableAnswerError || cause instanceof AssertionError) throw cause;
        if (!abort.signal.aborted || status !== 200) throw new NoAnswerError(request, 'kubernetes', cause);
      } finally {
        clearTimeout(timer);
        abort.abort();
        const body = events.map((event) => JSON.stringify(event)).join('\n');
        session.record({
          surface: 'kubernetes',
          request,
          response: { status, headers: {}, body },
          durationMs: Math.round(performance.now() - started),
        });
      }
      return events;
    },
  };
};
