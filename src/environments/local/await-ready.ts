import { EnvironmentError } from '../../failures/environment-error.ts';
import { logTail } from '../log-tail.ts';
import type { SupervisedProcess } from './supervised-process.ts';
import { waitUntil } from '../../waiting/wait-until.ts';

/** A component exited before it was ready. */
export class ComponentEndedError extends EnvironmentError {
  /** Whether it exited because another process used its port. */
  readonly portTaken: boolean;

  constructor(process: SupervisedProcess) {
    const { code, signal } = process.ended() ?? { code: null, signal: null };
    super(`${process.name} exited with ${signal ?? `exit code ${code}`} before it was ready.`, {
      logTail: logTail(process),
    });
    this.portTaken = process.lastLines(200).some((line) => /address already in use/i.test(line));
  }
}

/**
 * Waits until `observe` returns undefined; any other value is the observation that a time-out error shows. Throws an
 * EnvironmentError if the process exits or the deadline passes, and the signal's reason if the signal is aborted.
 */
export const awaitComponent = async (
  process: SupervisedProcess,
  deadlineMs: number,
  signal: AbortSignal,
  observe: () => Promise<string | undefined>,
): Promise<void> => {
  const look = async () => {
    if (process.ended() !== undefined) throw new ComponentEndedError(process);
    const observed = await observe();
    return observed === undefined ? { done: undefined } : { observed };
  };
  const name = `readiness of ${process.name}`;
  await waitUntil(
    { name, deadlineMs, intervalMs: 25, look, details: () => ({ logTail: logTail(process) }) },
    { signal },
  );
};

/** Starts a component on free ports, and tries other ports if another process has taken them in the meantime. */
export const startOnFreePorts = async <Started>(start: () => Promise<Started>): Promise<Started> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (cause) {
      if (!(cause instanceof ComponentEndedError && cause.portTaken) || attempt === 5) throw cause;
    }
  }
};
