import { StringDecoder } from 'node:string_decoder';
import type { KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { KubernetesError } from '../kube-api/kubernetes-error.ts';
import type { ObjectMetadata } from '../kube-api/kubernetes-objects.ts';

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: { readonly metadata: ObjectMetadata };
}

/** The duration of a watch; the next one resumes from the last resource version without loss. */
const watchSeconds = 240;
/** Bookmarks arrive about once a minute, even on a quiet watch; a longer silence means a dead connection. */
const maxSilenceMs = 90_000;

const eventOf = (path: string, line: string): WatchEvent => {
  const name = `WATCH ${path}`;
  let event: {
    readonly type?: unknown;
    readonly object?: {
      readonly metadata?: unknown;
      readonly code?: unknown;
      readonly reason?: unknown;
      readonly message?: unknown;
    };
  };
  try {
    event = JSON.parse(line) as typeof event;
  } catch (cause) {
    throw new KubernetesError(name, 0, 'BrokenEvent', `expected a watch event in JSON, found "${line.slice(0, 200)}"`, {
      cause,
    });
  }
  const { type, object } = event;
  if (type === 'ERROR') {
    const status = typeof object?.code === 'number' ? object.code : 0;
    const reason = typeof object?.reason === 'string' ? object.reason : '';
    const message = typeof object?.message === 'string' ? object.message : 'the watch ended in an error';
    throw new KubernetesError(name, status, reason, message);
  }
  if ((type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED' || type === 'BOOKMARK') && object?.metadata) {
    return event as WatchEvent;
  }
  throw new KubernetesError(name, 0, 'BrokenEvent', `expected a watch event, found "${line.slice(0, 200)}"`);
};

/**
 * The changes after `resourceVersion`, until the API server ends the watch. `connected` is called when it accepts the
 * watch. Throws a `KubernetesError` for ERROR events (status 410: list again) and for malformed lines: a lost change
 * must not pass unnoticed.
 */
export const watch = async function* (
  api: KubernetesApi,
  path: string,
  resourceVersion: string,
  signal: AbortSignal,
  connected: () => void,
): AsyncGenerator<WatchEvent> {
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort(new Error(`nothing came for ${maxSilenceMs / 1000} s, though bookmarks were asked for`));
  }, maxSilenceMs);
  const query = { watch: '1', resourceVersion, allowWatchBookmarks: 'true', timeoutSeconds: String(watchSeconds) };
  try {
    const body = await api.stream(path, query, AbortSignal.any([signal, silence.signal]));
    connected();
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for await (const chunk of body) {
      timer.refresh();
      const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield eventOf(path, line);
    }
    if (rest !== '') eventOf(path, rest);
  } finally {
    clearTimeout(timer);
  }
};
