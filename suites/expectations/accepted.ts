import assert from 'node:assert/strict';
import type { Answer } from '../../src/lanes/answer.ts';

/** The value of an answer that must be `ok`. Throws an assertion error that shows what came instead. */
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
