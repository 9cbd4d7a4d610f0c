import { logTail } from '../../environments/log-tail.ts';
import { awaitHealthy } from '../await-healthy.ts';
import { TargetNotReadyError } from '../target-not-ready-error.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import type { TargetProcess } from './target-process.ts';

/** A target process ended before it was ready. */
export class TargetEndedError extends TargetNotReadyError {
  constructor(process: TargetProcess, { code, signal }: { code: number | null; signal: string | null }) {
    super(`the target (${process.name}) ended with ${signal ?? `exit code ${code}`} before it was ready.`, {
      logTail: logTail(process),
    });
    this.name = 'TargetEndedError';
  }
}

/** Waits until a target process answers its health endpoint. Throws a TargetEndedError when it ends. */
export const awaitReady = async (process: TargetProcess, url: string, waiting: Waiting): Promise<void> => {
  let ended: TargetEndedError | undefined;
  void process.exited.then((exit) => {
    ended = new TargetEndedError(process, exit);
  });
  const { name } = process;
  await awaitHealthy({ name, url, gaveUp: () => ended, logTail: () => logTail(process) }, waiting);
};
