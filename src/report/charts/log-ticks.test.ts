import { describe, expect, test } from 'vitest';
import { logDomain, logTicks } from './log-ticks.ts';

describe('the ticks of a logarithmic axis', () => {
  test.each([
    [1, 100, [1, 2, 5, 10, 20, 50, 100]],
    [0.3, 4, [0.5, 1, 2]],
    [3, 4, []],
    [0.01, 10_000, [0.01, 0.1, 1, 10, 100, 1000, 10_000]],
    [1e-6, 1e6, [1e-6, 1e-4, 0.01, 1, 100, 10_000, 1e6]],
  ])('from %f to %f', (low, high, ticks) => {
    expect(logTicks(low, high)).toEqual(ticks);
  });
});

test('a domain has room around its values, also around one, and leaves out what has no logarithm', () => {
  expect(logDomain([1, 100])).toEqual([1 / 1.15, 100 * 1.15]);
  expect(logDomain([200])).toEqual([100, 400]);
  expect(logDomain([0, 5, 50])).toEqual([5 / 1.15, 50 * 1.15]);
  expect(logDomain([])).toEqual([0.1, 10]);
});
