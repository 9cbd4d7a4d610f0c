import { request } from 'undici';
import type { Waiting } from '../waiting/waiting.ts';
import { patience } from '../waiting/slowness.ts';
import { waitUntil, WaitTimeoutError } from '../waiting/wait-until.ts';
import { TargetNotReadyError } from './target-not-ready-error.ts';

const deadlineMs = 60_000;

/** A server whose health endpoint is polled. */
export interface AwaitedServer {
  /** `target-k8s-1` */
  readonly name: string;
  /** The URL of its health endpoint. */
  readonly url: string;
  /** Returns an error when there is no reason to wait any longer. */
  readonly gaveUp?: () => Error | undefined;
  /** The last lines of its log, for the error. */
  readonly logTail?: () => readonly string[];
}

/**
 * Waits until a server answers its health endpoint with 200. When the deadline passes it throws a TargetNotReadyError if
 * the server's last answer was another one, and an EnvironmentError if it gave none. Throws the error that `gaveUp`
 * returns, or the signal's reason when aborted.
 */
export const awaitHealthy = async ({ name, url, gaveUp, logTail }: AwaitedServer, waiting: Waiting): Promise<void> => {
  let answers = false;
  const look = async () => {
    const abandoned = gaveUp?.();
    if (abandoned !== undefined) throw abandoned;
    try {
      // A new connection: a kept one may lead to a server that is being replaced.
      const answer = await request(url, { reset: true, headersTimeout: patience(2_000), bodyTimeout: patience(2_000) });
      await answer.body.dump();
      answers = true;
      return answer.statusCode === 200 ? { done: undefined } : { observed: `status ${answer.statusCode}` };
    } catch (cause) {
      answers = false;
      return { observed: cause instanceof Error ? cause.message : String(cause) };
    }
  };
  const healthy = waitUntil(
    {
      name: `${name} to answer`,
      timeoutSummary: (seconds, observed) =>
        `the target (${name}) did not answer GET ${new URL(url).pathname} within ${seconds} s (last: ${observed}).`,
      deadlineMs,
      intervalMs: 50,
      look,
      ...(logTail !== undefined && { details: () => ({ logTail: logTail() }) }),
    },
    waiting,
  );
  await healthy.catch((cause: unknown) => {
    if (!answers || !(cause instanceof WaitTimeoutError)) throw cause;
    throw new TargetNotReadyError(cause.summary, { cause, ...cause.details });
  });
};
