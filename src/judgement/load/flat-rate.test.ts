import { expect, test } from 'vitest';
import { flatRate } from './flat-rate.ts';

const windows = (...iterations: readonly number[]) => iterations.map((count) => ({ seconds: 10, iterations: count }));

test('the rate of a limiter is flat, whatever its burst in the first window', () => {
  expect(flatRate(windows(60, 50, 50, 51, 49, 50))).toMatchObject({ isFlat: true });
});

test('the rate of a busy server is not', () => {
  expect(flatRate(windows(4000, 4200, 3700, 4400, 3900, 4100))).toMatchObject({ isFlat: false });
});

test('one iteration more or less in a window of few is no variation', () => {
  expect(flatRate(windows(15, 5, 6, 5, 4, 5))).toMatchObject({ isFlat: true });
});

test.each([[windows(50, 50, 50, 50)], [windows(9, 0, 0, 0, 0, 0)], [[]]])(
  'nothing is said of too few windows or iterations',
  (few) => {
    expect(flatRate(few)).toBeUndefined();
  },
);
