import { expect, test } from 'vitest';
import { EngineAnswerError, isEngineAnswer } from './engine-answer-error.ts';

test('an error answer is recognised by its status for both clients of the engine', () => {
  const own = new EngineAnswerError('DELETE /containers/a', 404, 'No such container: a');
  const ofDockerode = Object.assign(new Error('(HTTP code 409) …'), { statusCode: 409 });
  expect(isEngineAnswer(own, 404, 409)).toBe(true);
  expect(isEngineAnswer(ofDockerode, 404, 409)).toBe(true);
  expect(isEngineAnswer(own, 409)).toBe(false);
  expect(isEngineAnswer(new Error('with 404: it'), 404)).toBe(false);
});
