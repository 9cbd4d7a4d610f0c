import { request } from 'undici';
import { EnvironmentError } from '../../environments/environment-error.ts';
import type { RunningProcess } from '../../environments/environment.ts';
import { lastWords } from '../../environments/last-words.ts';
import type { Waiting } from '../waiting.ts';

const deadlineMs = 60_000;

/** A target process ended before it was ready. */
export class TargetEndedError extends EnvironmentError {
  constructor(process: RunningProcess, { code, signal }: { code: number | null; signal: string | null }) {
    super(
      `the target (${process.name}) ended with ${signal ?? `exit code ${code}`} before it was ready. ${lastWords(process)}`,
    );
    this.name = 'TargetEndedError';
  }
}

/**
 * Waits until a target process answers its health endpoint. Throws an EnvironmentError when it ends or takes too long, the
 * signal's reason when aborted.
 */
export const awaitReady = async (
  process: RunningProcess,
  url: string,
  { progress, signal }: Waiting,
): Promise<void> => {
  const started = performance.now();
  const deadline = started + deadlineMs;
  let told = 0;
  let last = 'nothing yet';
  let ended: { code: number | null; signal: string | null } | undefined;
  void process.exited.then((exit) => {
    ended = exit;
  });
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    if (ended !== undefined) throw new TargetEndedError(process, ended);
    try {
      const answer = await request(url, { headersTimeout: 2_000, bodyTimeout: 2_000 });
      await answer.body.dump();
      if (answer.statusCode === 200) return;
      last = `status ${answer.statusCode}`;
    } catch (cause) {
      last = cause instanceof Error ? cause.message : String(cause);
    }
    const seconds = Math.floor((performance.now() - started) / 1000);
    if (seconds >= told + 10) {
      told = seconds;
      progress(`waiting for ${process.name} to answer: ${seconds} of ${deadlineMs / 1000} s (last: ${last})`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new EnvironmentError(
    `the target (${process.name}) did not answer GET ${new URL(url).pathname} within ${deadlineMs / 1000} s (last: ${last}). ${lastWords(process)}`,
  );
};
