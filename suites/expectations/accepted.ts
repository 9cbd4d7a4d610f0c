import { AssertionError } from 'node:assert/strict';
import type { Answer } from '../../src/lanes/answer.ts';

const done = 'accepted';

/**
 * Returns the value of an answer that must be `ok`; throws an assertion error that shows any other answer. It ends the
 * check, which needs the value, so it is none of the aspects that the check is there to compare. What the answer says, which
 * may hold a name or a time, stands in the second line of the message alone: the first is the statement, and the status the
 * value that a baseline lists.
 */
export const accepted = <Value>({ kind, status, message, value, call = 'the call' }: Answer<Value>): Value => {
  if (kind === 'ok' && value !== undefined) return value;
  throw new AssertionError({
    message: [`${call}: ${done}`, ...(kind === 'ok' ? [] : [`${status} ${message}`])].join('\n'),
    expected: done,
    actual: kind === 'ok' ? `${status} without a value` : `answered ${status}`,
    operator: 'accepted',
  });
};
