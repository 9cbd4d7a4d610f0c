import { EnvironmentError, type FailureDetails } from '../failures/environment-error.ts';
import { slowness } from './slowness.ts';
import type { Waiting } from './waiting.ts';

/** The result of one look at the condition: the value if it is met, otherwise an observation. */
export type Look<Value> = { readonly done: Value } | { readonly observed: string };

/** A condition to wait for, with a name and a deadline. */
export interface Wait<Value> {
  /** Completes `waiting for <name>`: `node Ready in kind-1`. */
  readonly name: string;
  /** Milliseconds on the reference machine; scaled on a slower one. */
  readonly deadlineMs: number;
  /** The factor of the deadline. Default: the slowness of this machine. */
  readonly slowness?: number;
  /** Milliseconds between two looks. Default 150. */
  readonly intervalMs?: number;
  /** `over` is aborted when the result of this look is no longer awaited. Throwing ends the wait. */
  look(over: AbortSignal): Promise<Look<Value>> | Look<Value>;
  /** The summary of the error at the deadline. Default: `<name>: not within 60 s. Last seen: <observed>`. */
  timeoutSummary?(limitSeconds: number, observed: string): string;
  /** Additional details for the error at the deadline, such as the log of a process. */
  details?(): FailureDetails;
}

const defaultIntervalMs = 150;
const progressEveryMs = 10_000;
/** The time that every look gets, even one that begins at the deadline. */
const shortestLookMs = 1_000;

const defaultSummary =
  (name: string) =>
  (limitSeconds: number, observed: string): string =>
    `${name}: not within ${limitSeconds} s. Last seen: ${observed}`;

/** The condition was not met before the deadline. */
export class WaitTimeoutError extends EnvironmentError {
  constructor(wait: Wait<unknown>, limitMs: number, observed: string) {
    const summary = wait.timeoutSummary ?? defaultSummary(wait.name);
    super(summary(limitMs / 1000, observed), wait.details?.());
    this.name = 'WaitTimeoutError';
  }
}

/**
 * Looks until the condition is met and returns its value. Reports progress every ten seconds. Throws a WaitTimeoutError with
 * the last observation at the deadline, the signal's reason when aborted, and any error of `look`.
 */
export const waitUntil = async <Value>(
  wait: Wait<Value>,
  { signal, progress }: Partial<Waiting> = {},
): Promise<Value> => {
  const { name, intervalMs = defaultIntervalMs } = wait;
  const limitMs = Math.round(wait.deadlineMs * (wait.slowness ?? slowness()));
  const started = performance.now();
  let reportedMs = 0;
  let observed: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const leftMs = Math.max(limitMs - (performance.now() - started), shortestLookMs);
    const look = await lookWithin(wait, leftMs, signal);
    if (look === undefined) throw new WaitTimeoutError(wait, limitMs, describeHang(observed));
    if ('done' in look) return look.done;
    observed = look.observed;
    const elapsedMs = performance.now() - started;
    if (elapsedMs > limitMs) throw new WaitTimeoutError(wait, limitMs, observed);
    if (elapsedMs >= reportedMs + progressEveryMs) {
      reportedMs += progressEveryMs;
      progress?.(
        `waiting for ${name}: ${Math.floor(elapsedMs / 1000)} of ${limitMs / 1000} s (last seen: ${look.observed})`,
      );
    }
    await pause(intervalMs, signal);
  }
};

/** Resolves early when aborted. Uses the global timers, since tests can replace these but not node:timers/promises. */
const pause = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end, { once: true });
  });

const describeHang = (before: string | undefined): string =>
  before === undefined ? 'no answer' : `${before}; then no answer`;

/** A look that hangs must not outlast the deadline or an interruption. Resolves with undefined where it took too long. */
const lookWithin = async <Value>(
  wait: Wait<Value>,
  limitMs: number,
  signal: AbortSignal | undefined,
): Promise<Look<Value> | undefined> => {
  const controller = new AbortController();
  const over = signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]);
  const look = Promise.try(() => wait.look(over));
  try {
    const first = await Promise.race([look, pause(limitMs, over)]);
    signal?.throwIfAborted();
    return first ?? undefined;
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause;
  } finally {
    controller.abort();
    look.catch(() => {
      // Its result is no longer awaited.
    });
  }
};
