import { callerConnection } from '../clients/rest-access.ts';
import { apiV2, kfpClient } from '../clients/kfp.ts';
import type { Connection } from '../clients/connection.ts';
import { patience } from '../waiting/slowness.ts';
import { waitUntil, WaitTimeoutError } from '../waiting/wait-until.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { restAccessOf } from './rest-access-of.ts';
import type { TargetAddress } from './started-target.ts';

const deadlineMs = 30_000;
const intervalMs = 250;
const answerMs = 10_000;

/** A refusal is an answer: whether the target is right to refuse is decided by checks. */
const isAnswer = (status: number): boolean => status < 500;

const answeringAt = async (
  connection: Connection,
  limitMs: number,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const client = kfpClient(connection, { record: () => {}, timeoutMs: patience(answerMs) });
  let last = 'nothing';
  try {
    await waitUntil(
      {
        name: `an answer of ${connection.origin}`,
        deadlineMs: limitMs,
        intervalMs,
        look: async () => {
          try {
            const { status } = await client.call('GET', `${apiV2}/healthz`);
            last = `status ${status}`;
            return isAnswer(status) ? { done: undefined } : { observed: last };
          } catch (cause) {
            last = cause instanceof Error ? cause.message : String(cause);
            return { observed: last };
          }
        },
      },
      { signal },
    );
    return undefined;
  } catch (cause) {
    if (!(cause instanceof WaitTimeoutError)) throw cause;
    return last;
  }
};

/**
 * Asks a target and each of its replicas for its health after the last scenario. Returns the last thing seen if one gives
 * no answer, or only errors of a server, for half a minute; undefined if all answer.
 */
export const silenceOf = async (
  address: TargetAddress,
  { signal }: Pick<Waiting, 'signal'>,
  limitMs = deadlineMs,
): Promise<string | undefined> => {
  const caller = callerConnection(restAccessOf(address));
  const origins = [...new Set([caller.origin, ...address.replicas])];
  for (const origin of origins) {
    const silence = await answeringAt({ ...caller, origin }, limitMs, signal);
    if (silence !== undefined) return silence;
  }
  return undefined;
};
