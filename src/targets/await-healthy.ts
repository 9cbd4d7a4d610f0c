import { request } from 'undici';
import { EnvironmentError } from '../failures/environment-error.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { patience } from '../waiting/slowness.ts';

const deadlineMs = 60_000;

/** A server that is expected to answer. */
export interface Awaited {
  /** `target-k8s-1` */
  readonly name: string;
  /** Of its health endpoint. */
  readonly url: string;
  /** Why nobody need wait any longer. */
  readonly gaveUp?: () => Error | undefined;
  /** The last lines of its log, for the error. */
  readonly logTail?: () => readonly string[];
}

/**
 * Waits until a server answers its health endpoint with 200. Throws an EnvironmentError when it takes too long, what
 * `gaveUp` says, and the signal's reason when aborted.
 */
export const awaitHealthy = async (
  { name, url, gaveUp, logTail }: Awaited,
  { progress, signal }: Waiting,
): Promise<void> => {
  const started = performance.now();
  const limitMs = patience(deadlineMs);
  const deadline = started + limitMs;
  let told = 0;
  let last = 'nothing yet';
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    const given = gaveUp?.();
    if (given !== undefined) throw given;
    try {
      // On a connection of its own: one that is kept may lead to a server that is just being replaced.
      const answer = await request(url, { reset: true, headersTimeout: patience(2_000), bodyTimeout: patience(2_000) });
      await answer.body.dump();
      if (answer.statusCode === 200) return;
      last = `status ${answer.statusCode}`;
    } catch (cause) {
      last = cause instanceof Error ? cause.message : String(cause);
    }
    const seconds = Math.floor((performance.now() - started) / 1000);
    if (seconds >= told + 10) {
      told = seconds;
      progress(`waiting for ${name} to answer: ${seconds} of ${limitMs / 1000} s (last: ${last})`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new EnvironmentError(
    `the target (${name}) did not answer GET ${new URL(url).pathname} within ${limitMs / 1000} s (last: ${last}).`,
    { logTail: logTail?.() },
  );
};
