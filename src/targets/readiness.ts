import { request } from 'undici';
import { EnvironmentError } from '../environments/environment-error.ts';
import type { RunningProcess } from '../environments/environment.ts';

const deadlineMs = 60_000;

const said = (process: RunningProcess): string => {
  const lines = process.lastLines(12);
  return lines.length === 0 ? 'It printed nothing.' : `Its last lines:\n  ${lines.join('\n  ')}`;
};

/** Waits until a target process answers its health endpoint. Throws an EnvironmentError when it ends or takes too long. */
export const awaitReady = async (process: RunningProcess, url: string): Promise<void> => {
  const deadline = performance.now() + deadlineMs;
  let last = 'nothing yet';
  let ended: { code: number | null; signal: string | null } | undefined;
  void process.exited.then((exit) => {
    ended = exit;
  });
  while (performance.now() < deadline) {
    if (ended !== undefined)
      throw new EnvironmentError(
        `the target (${process.name}) ended with ${ended.signal ?? `exit code ${ended.code}`} before it was ready. ${said(process)}`,
      );
    try {
      const answer = await request(url, { headersTimeout: 2_000, bodyTimeout: 2_000 });
      await answer.body.dump();
      if (answer.statusCode === 200) return;
      last = `status ${answer.statusCode}`;
    } catch (cause) {
      last = cause instanceof Error ? cause.message : String(cause);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new EnvironmentError(
    `the target (${process.name}) did not answer GET ${new URL(url).pathname} within ${deadlineMs / 1000} s (last: ${last}). ${said(process)}`,
  );
};
