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
  /** Additional details for the error at the deadline, such as the log of a process. */
  details?(): FailureDetails;
}

const defaultIntervalMs = 150;
const progressEveryMs = 10_000;

/** The condition was not met before the deadline. */
export class WaitTimeoutError extends EnvironmentError {
  constructor({ name, details }: Wait<unknown>, limitMs: number, observed: string) {
    super(`${name}: not within ${limitMs / 1000} s. Last seen: ${observed}`, details?.());
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
  for (;;) {
    signal?.throwIfAborted();
    const look = await lookWithin(wait, limitMs, started + limitMs + intervalMs, signal);
    if ('done' in look) return look.done;
    const elapsedMs = performance.now() - started;
    if (elapsedMs > limitMs) throw new WaitTimeoutError(wait, limitMs, look.observed);
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

/** A look that hangs must not outlast the deadline or an interruption. */
const lookWithin = async <Value>(
  wait: Wait<Value>,
  limitMs: number,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<Look<Value>> => {
  const controller = new AbortController();
  const over = signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]);
  const look = Promise.try(() => wait.look(over));
  const limit = pause(Math.max(0, deadline - performance.now()), over);
  try {
    const first = await Promise.race([look, limit]);
    if (first !== undefined) return first;
    signal?.throwIfAborted();
    throw new WaitTimeoutError(wait, limitMs, 'no answer to the last look');
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause;
  } finally {
    controller.abort();
    look.catch(() => {
      // A look that is no longer awaited must not cause an unhandled rejection.
    });
  }
};
