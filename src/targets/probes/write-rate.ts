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

/** More writes than a client-side burst can hide. */
const sample = burst + 4;

/** Creates the pipelines of the sample. Resolves with the seconds that each took, or with the first other answer. */
const timedCreations = async (
  context: ProbeContext,
  named: (index: number) => string,
  created: Map<string, string>,
): Promise<readonly number[] | string> => {
  const seconds: number[] = [];
  for (let index = 0; index < sample; index += 1) {
    const name = named(index);
    const request: ProbeRequest = { by: 'kfp', method: 'POST', path: `${apiV2}/pipelines`, json: { name } };
    created.set(name, '');
    const started = performance.now();
    const answer = await ask(context, request);
    const id = textAt(bodyOf(answer), 'pipeline_id');
    created.set(name, id);
    // The time of a refusal is not that of a write.
    if (answer.status !== 200 || id === '') return answerText(request, answer);
    seconds.push((performance.now() - started) / 1000);
  }
  return seconds;
};

const measured = async (context: ProbeContext): Promise<readonly number[] | string> => {
  const created = new Map<string, string>();
  const [timed] = await Promise.allSettled([
    timedCreations(context, (index) => `${context.name}-rate-${index}`, created),
  ]);
  const kept: string[] = [];
  for (const [name, id] of created) {
    const left = await removeCreated(context, 'kfp', name, { pipeline_id: id });
    if (left !== undefined) kept.push(left);
  }
  if (timed.status === 'rejected') throw timed.reason;
  return kept.length === 0 || typeof timed.value === 'string'
    ? timed.value
    : `pipelines of the measurement were not removed: ${kept[0]}`;
};

/**
 * The writes a second that a target sustains, from 1 to 1,000; `seconds`: of each write of a sample. A client limit allows
 * a burst, and then makes every write wait: a target whose writes are all slow is busy, and its rate is not that of a limit.
 */
export const rateOf = (seconds: readonly number[]): number => {
  const total = seconds.reduce((sum, one) => sum + one, 0);
  const afterBurst = (seconds.length - burst) / Math.max(total, 0.001);
  const isLimited = Math.min(...seconds.slice(burst)) > 3 * Math.min(...seconds);
  return Math.min(1_000, Math.max(isLimited ? 1 : limitedBelow, afterBurst));
};

/** Measures how many REST writes a second a target sustains. An answer that is no success leaves the rate unmeasured. */
export const writeRate = async (context: ProbeContext): Promise<WriteRate> => {
  try {
    const seconds = await measured(context);
    if (typeof seconds === 'string') return { writesPerSecond: 1, undeterminedRate: seconds };
    return { writesPerSecond: rateOf(seconds) };
  } catch (cause) {
    if (cause instanceof NoAnswerError || cause instanceof UnusableAnswerError)
      return { writesPerSecond: 1, undeterminedRate: cause.message };
    throw cause;
  }
};
