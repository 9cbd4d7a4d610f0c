import type { Connection } from '../../clients/connection.ts';
import type { Received } from './delivery-record.ts';
import type { ExpectedObjects } from './expected-objects.ts';

/** What the thread of the watchers is to do. */
export interface WatchTask {
  readonly connection: Connection;
  readonly path: string;
  readonly expected: ExpectedObjects;
  readonly watchers: number;
}

/** What the thread hands back when it is asked to end. */
export interface WatchResult {
  readonly received: readonly Received[];
  readonly createdAt: Float64Array<ArrayBuffer>;
  readonly restarts: number;
  /** Of the thread, since the API server accepted all watches. */
  readonly cpuSeconds: number;
}

/**
 * What the thread is asked: how many of the expected objects there are after all, so that it tells when every watcher has
 * them; and to end.
 */
export type WorkerRequest = { readonly kind: 'expect'; readonly count: number } | { readonly kind: 'finish' };

export type WorkerMessage =
  | { readonly kind: 'established' | 'complete' }
  | { readonly kind: 'failed'; readonly text: string }
  | (WatchResult & { readonly kind: 'result' });
