import { expect, test } from 'vitest';
import { iterationTimes, reachedPerSecond } from './iteration-times.ts';

const distribution = (min: number, mean: number) => ({ count: 20, min, max: 2 * mean, mean, grid: [] });
const numbers = { service: distribution(2, 10), response: distribution(5, 400), requests: 60, iterations: 20 };

test('an iteration lasts as its response in a closed loop, and as its requests in an open one', () => {
  expect(iterationTimes(numbers, 'closed')).toEqual({ meanIterationMs: 400, shortestIterationMs: 5 });
  expect(iterationTimes(numbers, 'open')).toEqual({ meanIterationMs: 30, shortestIterationMs: 6 });
  expect(iterationTimes({ requests: 0, iterations: 0 }, 'open')).toEqual({
    meanIterationMs: 0,
    shortestIterationMs: 0,
  });
});

const windows = [10, 5, 5].map((iterations, at) => ({ startSeconds: at, seconds: 1, iterations }));

test('iterations that ended after the loop count only where none was dropped', () => {
  expect(reachedPerSecond({ dropped: 0, perSecond: 9, windows })).toBe(9);
  expect(reachedPerSecond({ dropped: 1, perSecond: 9, windows })).toBeCloseTo(20 / 3);
  expect(reachedPerSecond({ dropped: 1, perSecond: 9, windows: [] })).toBe(9);
});
