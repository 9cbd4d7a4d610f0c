import { UnusableAnswerError, type ReceivedResponse } from '../contract/exchange.ts';

/**
 * The time of a server by the Date header of an answer: milliseconds since 1970, in whole seconds. Throws an
 * UnusableAnswerError without such a header, because the clock of the harness may be another one.
 */
export const serverTime = (answer: ReceivedResponse): number => {
  const time = Date.parse(answer.headers['date'] ?? '');
  if (Number.isNaN(time)) throw new UnusableAnswerError(answer, 'a Date header');
  return time;
};
