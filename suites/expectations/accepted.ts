import { assert } from '../../src/scenarios/assert.ts';
import type { Answer } from '../../src/lanes/answer.ts';

/** Returns the value of an answer that must be `ok`; throws an assertion error that shows any other answer. */
export const accepted = <Value>(answer: Answer<Value>): Value => {
  const { kind, status, message } = answer;
  assert.deepEqual(
    { kind, status, message },
    { kind: 'ok', status, message: '' },
    `refused with ${status}: ${message}`,
  );
  assert.ok(answer.value !== undefined);
  return answer.value;
};
