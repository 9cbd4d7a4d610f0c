import { setTimeout as pause } from 'node:timers/promises';
import { EnvironmentError } from '../failures/environment-error.ts';
import { patience } from './slowness.ts';

/** What a look at something that is waited for gave: done with a value, or what was seen instead. */
export type Look<Value> = { readonly done: Value } | { readonly observed: string };

/** A wait with a name and a deadline. */
export interface Wait<Value> {
  /** As in `kind-1 was not <name> within 60 s`: `node Ready` */
  readonly name: string;
  /** On a machine as fast as those that deadlines are chosen on; a slower one gets more. */
  readonly deadlineMs: number;
  look(): Promise<Look<Value>>;
}

const intervalMs = 150;

/** Looks until it is done. Throws an EnvironmentError with the last observation at the deadline. */
export const awaitObserved = async <Value>(wait: Wait<Value>, signal: AbortSignal): Promise<Value> => {
  const limit = { name: wait.name, deadlineMs: patience(wait.deadlineMs) };
  const deadline = performance.now() + limit.deadlineMs;
  for (;;) {
    signal.throwIfAborted();
    const look = await within(wait.look(), limit, deadline, signal);
    if ('done' in look) return look.done;
    if (performance.now() > deadline)
      throw new EnvironmentError(`${wait.name}: not within ${limit.deadlineMs / 1000} s. Last seen: ${look.observed}`);
    await pause(intervalMs, undefined, { signal });
  }
};

/** A look that hangs does not outlast the deadline, nor an interruption. */
const within = async <Value>(
  look: Promise<Value>,
  { name, deadlineMs }: { readonly name: string; readonly deadlineMs: number },
  deadline: number,
  signal: AbortSignal,
): Promise<Value> => {
  const over = new AbortController();
  const limit = pause(Math.max(0, deadline - performance.now()) + intervalMs, 'late' as const, {
    signal: AbortSignal.any([over.signal, signal]),
  });
  try {
    const first = await Promise.race([look, limit]);
    if (first === 'late')
      throw new EnvironmentError(`${name}: not within ${deadlineMs / 1000} s. Last seen: no answer to the look at it`);
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
