import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { patience } from '../../waiting/slowness.ts';
import { completenessOf, type Completeness } from './completeness.ts';
import { watchLag, type WatchLag } from './watch-lag.ts';
import type { WatchResult, WatchTask, WorkerMessage, WorkerRequest } from './worker-messages.ts';

/** What the watchers of a measurement saw. */
export interface WatchReport {
  readonly watchers: readonly Completeness[];
  readonly lag: WatchLag;
  /** How often a watch ended and was asked for again. */
  readonly restarts: number;
  /** Events of any kind, of all watchers. */
  readonly events: number;
  /** Of all watchers together since their watches were accepted; the usage of the harness contains it. */
  readonly cpuSeconds: number;
}

export interface WatchEnd {
  /** How long to wait for what has not come yet, before it counts as missing. */
  readonly deadlineMs: number;
  /** How many of the expected objects were created, from the first on. Default: all. */
  readonly count?: number;
  /** Unix milliseconds at which the create of an object was answered, by its position; see `watchLag`. */
  readonly acknowledgedAt?: (position: number) => number | undefined;
}

/** Watchers that run beside a phase. */
export interface RunningWatch extends AsyncDisposable {
  /** Waits until every watcher has every object, or for the deadline, and ends them. */
  finish(end: WatchEnd): Promise<WatchReport>;
}

const establishmentMs = 30_000;

const workerFile = path.join(import.meta.dirname, `watch-worker${path.extname(import.meta.filename)}`);

/** Resolves with false when the time is over. */
const within = async (milliseconds: number, event: Promise<unknown>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  try {
    return await Promise.race([event.then(() => true), over]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Starts `task.watchers` watches of a collection from now on; resolves when the API server has accepted them all. Throws an
 * EnvironmentError if it does not, and the signal's reason.
 */
export const startWatch = async (task: WatchTask, signal: AbortSignal): Promise<RunningWatch> => {
  signal.throwIfAborted();
  const worker = new Worker(workerFile, { workerData: task, execArgv: [], name: 'watchers' });
  const established = Promise.withResolvers<void>();
  const complete = Promise.withResolvers<void>();
  const result = Promise.withResolvers<WatchResult>();
  const fail = (cause: unknown): void => {
    for (const { reject } of [established, complete, result]) reject(cause);
  };
  // Each is awaited only in a part of the lifetime.
  for (const { promise } of [established, complete, result]) promise.catch(() => {});
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'failed') fail(new EnvironmentError(`the watch cannot be measured: ${message.text}`));
    else if (message.kind === 'result') result.resolve(message);
    else (message.kind === 'established' ? established : complete).resolve();
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new EnvironmentError('the watchers ended before they were asked to')));
  const ask = (request: WorkerRequest): void => worker.postMessage(request, []);
  const abort = (): void => fail(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const dispose = async (): Promise<void> => {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  };
  try {
    if (!(await within(patience(establishmentMs), established.promise)))
      throw new EnvironmentError(`no watch of ${task.path} was accepted within ${patience(establishmentMs) / 1000} s`);
  } catch (cause) {
    await dispose();
    throw cause;
  }
  return {
    finish: async ({ deadlineMs, count = task.expected.count, acknowledgedAt }) => {
      ask({ kind: 'expect', count });
      await within(deadlineMs, complete.promise);
      ask({ kind: 'finish' });
      const { received, createdAt, restarts, cpuSeconds } = await result.promise;
      return {
        watchers: received.map((watcher) => completenessOf({ ...task.expected, count }, watcher)),
        lag: watchLag(received, createdAt, acknowledgedAt),
        restarts,
        events: received.reduce((sum, { events }) => sum + events, 0),
        cpuSeconds,
      };
    },
    [Symbol.asyncDispose]: dispose,
  };
};
