import { AssertionError } from 'node:assert/strict';
import type { Answer } from '../../src/lanes/answer.ts';

const done = 'accepted';

/**
 * Returns the value of an answer that must be `ok`; throws an assertion error that shows any other answer. It ends the
 * check, which needs the value, so it is none of the aspects that the check is there to compare.
 */
export const accepted = <Value>({ kind, status, message, value, call = 'the call' }: Answer<Value>): Value => {
  if (kind === 'ok' && value !== undefined) return value;
  throw new AssertionError({
    message: `${call}: ${done}`,
    expected: done,
    actual: kind === 'ok' ? `${status} without a value` : `${status} ${message}`,
    operator: 'accepted',
  });
};
