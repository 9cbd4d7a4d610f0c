import { setTimeout as pause } from 'node:timers/promises';
import { EnvironmentError } from '../failures/environment-error.ts';
import { patience } from './slowness.ts';
import type { Waiting } from './waiting.ts';

/** The result of one look at the condition: met, with a value, or what was observed instead. */
export type Look<Value> = { readonly done: Value } | { readonly observed: string };

/** A condition to wait for, with a name and a deadline. */
export interface Wait<Value> {
  /** Completes `waiting for <name>`: `node Ready in kind-1`. */
  readonly name: string;
  /** Milliseconds on the machine that deadlines are chosen on; a slower machine gets more (`patience`). */
  readonly deadlineMs: number;
  /** Milliseconds between two looks. Default 150. */
  readonly intervalMs?: number;
  look(): Promise<Look<Value>>;
}

const defaultIntervalMs = 150;
const progressEveryMs = 10_000;

/**
 * Looks until the condition is met and returns its value. Reports progress every ten seconds. Throws an EnvironmentError with
 * the last observation at the deadline, the signal's reason when aborted, and whatever `look` throws.
 */
export const waitUntil = async <Value>(
  wait: Wait<Value>,
  { signal, progress }: Pick<Waiting, 'signal'> & Partial<Waiting>,
): Promise<Value> => {
  const { name, intervalMs = defaultIntervalMs } = wait;
  const limitMs = patience(wait.deadlineMs);
  const started = performance.now();
  let reportedMs = 0;
  for (;;) {
    signal.throwIfAborted();
    const look = await within(wait.look(), name, limitMs, started + limitMs + intervalMs, signal);
    if ('done' in look) return look.done;
    const elapsedMs = performance.now() - started;
    if (elapsedMs > limitMs) throw new EnvironmentError(deadlineMessage(name, limitMs, look.observed));
    if (elapsedMs >= reportedMs + progressEveryMs) {
      reportedMs += progressEveryMs;
      progress?.(
        `waiting for ${name}: ${Math.floor(elapsedMs / 1000)} of ${limitMs / 1000} s (last seen: ${look.observed})`,
      );
    }
    await pause(intervalMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
};

const deadlineMessage = (name: string, limitMs: number, observed: string): string =>
  `${name}: not within ${limitMs / 1000} s. Last seen: ${observed}`;

/** A look that hangs must not outlast the deadline or an interruption. */
const within = async <Value>(
  look: Promise<Value>,
  name: string,
  limitMs: number,
  deadline: number,
  signal: AbortSignal,
): Promise<Value> => {
  const over = new AbortController();
  const limit = pause(Math.max(0, deadline - performance.now()), 'late' as const, {
    signal: AbortSignal.any([over.signal, signal]),
  });
  try {
    const first = await Promise.race([look, limit]);
    if (first === 'late') throw new EnvironmentError(deadlineMessage(name, limitMs, 'no answer to the last look'));
    return first;
  } catch (cause) {
    if (signal.aborted) throw signal.reason as Error;
    throw cause;
  } finally {
    over.abort();
    limit.catch(() => {
      // It was only a clock.
    });
    look.catch(() => {
      // Nobody waits for it any more.
    });
  }
};
