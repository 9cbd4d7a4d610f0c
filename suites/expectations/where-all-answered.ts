import type { ReceivedResponse } from '../../src/contract/exchange.ts';
import { unanswered } from './calls.ts';

/** A value taken from answers, for an observation: undefined if a call got none, so that the value is incomplete. */
export const whereAllAnswered = <Value>(
  answers: Readonly<Record<string, ReceivedResponse | undefined>>,
  value: Value,
): Value | undefined => (unanswered(answers).length === 0 ? value : undefined);
