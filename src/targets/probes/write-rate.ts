import { apiV2 } from '../../clients/kfp.ts';
import { burst, limitedBelow } from '../../contract/client-limit.ts';
import { NoAnswerError, UnusableAnswerError } from '../../contract/exchange.ts';
import { removeCreated } from './created-by-rest.ts';
import { answerText, ask, bodyOf, textAt, type ProbeRequest } from './probe-answer.ts';
import type { ProbeContext } from './probe-context.ts';

/** The measured rate of REST writes. */
export interface WriteRate {
  /** Between 1 and 1,000; 1 if it could not be measured, because that gives the longest deadlines. */
  readonly writesPerSecond: number;
  /** Why it could not be measured. */
  readonly undeterminedRate?: string;
}

/** The target refused a write, or its answer shows no pipeline. */
class RefusedWriteError extends Error {}

/** Writes in turn: those of a scenario mostly follow each other, too. */
const inTurn = 4;
/** Writes beyond a burst: they show the rate of a client-side limit. */
const beyond = 10;

/** Sends writes at once. Resolves with the seconds after which each was answered, in ascending order. */
const answered = async (write: () => Promise<void>, count: number): Promise<readonly number[]> => {
  const sent = performance.now();
  const writes = Array.from({ length: count }, async () => {
    await write();
    return (performance.now() - sent) / 1_000;
  });
  // None is under way any more when their pipelines are removed.
  await Promise.allSettled(writes);
  return (await Promise.all(writes)).toSorted((a, b) => a - b);
};

/** The seconds of a write among the last ones; 0 if only one of them took long, because a pause of the target is no limit. */
const secondsPerWrite = (answers: readonly number[]): number => {
  const last = answers.slice(-beyond - 1);
  const waits = last.slice(1).map((at, index) => at - (last[index] ?? at));
  const all = waits.reduce((sum, wait) => sum + wait, 0);
  const others = (all - Math.max(...waits)) / (waits.length - 1);
  return others > 1 / limitedBelow ? Math.min(1, all / waits.length) : 0;
};

/**
 * The writes a second that a target sustains, from 1 to 1,000. A client-side limit shows in two ways: of more writes than
 * a burst, sent at once, the last ones are answered slowly, however long a write takes; and after a pause, a burst is
 * answered at once again. A busy target is as slow after the pause, and its rate is not that of a limit.
 */
export const measuredRate = async (write: () => Promise<void>): Promise<number> => {
  let slowest = 0.001;
  for (let index = 0; index < inTurn; index += 1) slowest = Math.max(slowest, ...(await answered(write, 1)));
  const withoutLimit = Math.max(limitedBelow, 1 / slowest);

  const seconds = secondsPerWrite(await answered(write, burst + beyond));
  if (seconds === 0) return withoutLimit;
  const refill = burst * seconds;
  await new Promise((resolve) => setTimeout(resolve, refill * 1_000));
  const again = Math.max(...(await answered(write, burst)));
  return again < 0.4 * refill ? 1 / seconds : withoutLimit;
};

/** Measures by creating pipelines, which are removed again. */
const measured = async (context: ProbeContext): Promise<WriteRate> => {
  const created = new Map<string, string>();
  const write = async (): Promise<void> => {
    const name = `${context.name}-rate-${created.size}`;
    const request: ProbeRequest = { by: 'kfp', method: 'POST', path: `${apiV2}/pipelines`, json: { name } };
    created.set(name, '');
    const answer = await ask(context, request);
    const id = textAt(bodyOf(answer), 'pipeline_id');
    created.set(name, id);
    // The time of a refusal is not that of a write.
    if (answer.status !== 200 || id === '') throw new RefusedWriteError(answerText(request, answer));
  };
  const [rate] = await Promise.allSettled([measuredRate(write)]);
  const kept: string[] = [];
  for (const [name, id] of created) {
    const left = await removeCreated(context, 'kfp', name, { pipeline_id: id });
    if (left !== undefined) kept.push(left);
  }
  if (rate.status === 'rejected') throw rate.reason;
  return kept.length === 0
    ? { writesPerSecond: rate.value }
    : { writesPerSecond: 1, undeterminedRate: `pipelines of the measurement were not removed: ${kept[0]}` };
};

/** Measures how many REST writes a second a target sustains. An answer that is no success leaves the rate unmeasured. */
export const writeRate = async (context: ProbeContext): Promise<WriteRate> => {
  try {
    return await measured(context);
  } catch (cause) {
    if (cause instanceof NoAnswerError || cause instanceof UnusableAnswerError || cause instanceof RefusedWriteError)
      return { writesPerSecond: 1, undeterminedRate: cause.message };
    throw cause;
  }
};
