import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../clients/connection.ts';
import { agentFor, completedRequest, undiciOptions } from '../../clients/http.ts';
import { object, text, type Json } from '../../clients/json-response.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { Delivery } from './delivery-record.ts';

export interface WatchStreamOptions {
  readonly connection: Connection;
  /** Of the collection: `/apis/pipelines.kubeflow.org/v2beta1/pipelines` */
  readonly path: string;
  /** From which on events are wanted. */
  readonly resourceVersion: string;
  readonly signal: AbortSignal;
  /** `receivedAt`: Unix milliseconds at which the bytes of the event were complete. */
  onEvent(delivery: Delivery, receivedAt: number): void;
  /** Called whenever the API server has accepted the watch. */
  onEstablished(): void;
  /** Called when the watch ended and is asked for again, as every client does. */
  onRestart(): void;
}

const retryMs = 100;
/** Three seconds: a control plane that does not return in that time has ended. */
const mostFailures = 30;

const session = { record: () => {}, timeoutMs: 0 };

const isOfObject = (type: string): boolean => type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED';

/** One watch until its end; returns the resourceVersion of its last event. */
const watchOnce = async (options: WatchStreamOptions, resourceVersion: string): Promise<string> => {
  const { connection, path, signal, onEvent, onEstablished } = options;
  const query = new URLSearchParams({ watch: 'true', allowWatchBookmarks: 'true', resourceVersion });
  const request = completedRequest(
    { method: 'GET', target: `${path}?${query.toString()}`, headers: { accept: 'application/json' } },
    connection,
    session,
  );
  const answer = await agentFor(connection).request({ ...undiciOptions(connection, request), signal, bodyTimeout: 0 });
  if (answer.statusCode !== 200)
    throw new EnvironmentError(
      `the watch of ${path} has status ${answer.statusCode}: ${(await answer.body.text()).slice(0, 300)}`,
    );
  onEstablished();
  let last = resourceVersion;
  const take = (line: string, receivedAt: number): void => {
    const { type = '', object: body = {} } = JSON.parse(line) as { readonly type?: string; readonly object?: Json };
    if (type === 'ERROR') throw new EnvironmentError(`the watch of ${path} ended with an error: ${line.slice(0, 300)}`);
    const metadata = object(body, 'metadata');
    last = text(metadata, 'resourceVersion') || last;
    if (!isOfObject(type)) return;
    const createdAt = Date.parse(text(metadata, 'creationTimestamp')) || 0;
    onEvent({ type, name: text(metadata, 'name'), uid: text(metadata, 'uid'), createdAt }, receivedAt);
  };
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const piece of answer.body as AsyncIterable<Buffer>) {
      const receivedAt = Date.now();
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') take(line, receivedAt);
    }
  } catch (cause) {
    if (cause instanceof EnvironmentError) throw cause;
    // The connection broke: what came before is kept, and the next watch goes on from there.
    signal.throwIfAborted();
  }
  return last;
};

/**
 * Watches until aborted. A watch that ends goes on from its last event, so that nothing is missed. Throws an
 * EnvironmentError if the API server refuses, for instance because it no longer has that resourceVersion.
 */
export const watchStream = async (options: WatchStreamOptions): Promise<void> => {
  const { signal } = options;
  let { resourceVersion } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      resourceVersion = await watchOnce(options, resourceVersion);
      failures = 0;
    } catch (cause) {
      if (signal.aborted) return;
      failures += 1;
      if (cause instanceof EnvironmentError || failures > mostFailures) throw cause;
    }
    if (signal.aborted) return;
    options.onRestart();
    await pause(retryMs, undefined, { signal }).catch(() => {});
  }
};
