import { EnvironmentError } from '../../failures/environment-error.ts';
import { logTail } from '../log-tail.ts';
import type { SupervisedProcess } from './supervised-process.ts';
import { patience } from '../../waiting/slowness.ts';

/** A component ended before it was ready. */
export class ComponentEndedError extends EnvironmentError {
  /** Whether it ended because somebody else had its port. */
  readonly portTaken: boolean;

  constructor(process: SupervisedProcess) {
    const { code, signal } = process.ended() ?? { code: null, signal: null };
    super(`${process.name} ended with ${signal ?? `exit code ${code}`} before it was ready.`, {
      logTail: logTail(process),
    });
    this.portTaken = process.lastLines(200).some((line) => /address already in use/i.test(line));
  }
}

/**
 * Asks again every 25 ms until `observe` gives undefined; what it gives instead is the observation that a time-out
 * shows. A slow machine gets more than `deadlineMs`. Throws an EnvironmentError when the process ends or the deadline
 * passes, the signal's reason when aborted.
 */
export const awaitComponent = async (
  process: SupervisedProcess,
  deadlineMs: number,
  signal: AbortSignal,
  observe: () => Promise<string | undefined>,
): Promise<void> => {
  const limitMs = patience(deadlineMs);
  const deadline = performance.now() + limitMs;
  for (;;) {
    signal.throwIfAborted();
    if (process.ended() !== undefined) throw new ComponentEndedError(process);
    const observation = await observe();
    if (observation === undefined) return;
    if (performance.now() > deadline)
      throw new EnvironmentError(`${process.name} was not ready within ${limitMs / 1000} s (last: ${observation}).`, {
        logTail: logTail(process),
      });
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};

/** Starts a component on ports of its own, and once more on others when somebody was quicker to take them. */
export const startOnFreePorts = async <Started>(start: () => Promise<Started>): Promise<Started> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (cause) {
      if (!(cause instanceof ComponentEndedError && cause.portTaken) || attempt === 5) throw cause;
    }
  }
};
