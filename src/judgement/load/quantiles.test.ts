import { describe, expect, it, test } from 'vitest';
import { carries, estimateOf, quantileOf, rankInterval, samplesFor } from './quantiles.ts';

/** Ranks by whole numbers: the probability is `percent` of 100, and nothing is rounded. */
const exactRanks = (count: number, percent: number): ReturnType<typeof rankInterval> => {
  const [n, p, q] = [BigInt(count), BigInt(percent), BigInt(100 - percent)];
  const all = 100n ** n;
  const weights: bigint[] = [];
  for (let k = 0n, choose = 1n; k <= n; choose = (choose * (n - k)) / (k + 1n), k += 1n)
    weights.push(choose * p ** k * q ** (n - k));
  const isTail = (sum: bigint): boolean => sum * 40n <= all;
  let [below, above] = [0n, 0n];
  let lower: number | undefined;
  let upper: number | undefined;
  for (let k = 0; k <= count && isTail((below += weights[k]!)); k += 1) lower = k + 1;
  for (let k = count; k > 0 && isTail((above += weights[k]!)); k -= 1) upper = k;
  return { lower, upper };
};

describe('the interval of a quantile', () => {
  test.each([
    // p98.3 … p99.7 of 1,000, and no upper end of 300 (the report's own promise).
    [1000, 99, 983, 997],
    [300, 99, 293, undefined],
    // Known from tables of the median.
    [10, 50, 2, 9],
    [20, 50, 6, 15],
    [5, 50, undefined, undefined],
    [6, 50, 1, 6],
    // The largest of 368 is above p99 in 97.5 % of all cases: 0.99^368 < 0.025 < 0.99^367.
    [367, 99, 359, undefined],
    [368, 99, 360, 368],
    [0, 50, undefined, undefined],
  ])('%i samples, p%f: ranks %s to %s', (count, probability, lower, upper) => {
    expect(rankInterval(count, probability)).toEqual({ lower, upper });
  });

  test.each([
    [17, 50],
    [77, 90],
    [150, 99],
    [368, 99],
    [399, 1],
    [613, 95],
    [1200, 99],
  ])('of %i samples, p%i, is that of exact arithmetic', (count, percent) => {
    expect(rankInterval(count, percent)).toEqual(exactRanks(count, percent));
  });

  it('of a million samples is near that of the normal distribution', () => {
    const { lower, upper } = rankInterval(1_000_000, 50);
    expect(Math.abs(lower! - (500_000 - 980))).toBeLessThan(3);
    expect(Math.abs(upper! - (500_000 + 981))).toBeLessThan(3);
  });

  it('is refused where there is no quantile', () => {
    for (const probability of [0, 100, -1, Number.NaN]) expect(() => rankInterval(10, probability)).toThrow(RangeError);
  });
});

test('a sample carries a quantile from the size on at which its interval is closed', () => {
  const probabilities = [10, 50, 90, 95, 99, 99.9];
  const smallest = probabilities.map((probability) => {
    let count = 1;
    while (!carries(count, probability)) count += 1;
    return count;
  });
  expect(smallest).toEqual([36, 6, 36, 72, 368, 3688]);
  expect(probabilities.map(samplesFor)).toEqual(smallest);
});

describe('a quantile from the grid', () => {
  const grid = [25, 50, 75, 99];
  const distribution = { count: 101, min: 0, max: 200, mean: 60, grid: [25, 50, 75, 99] };

  it('is the value at its probability, or one between its neighbours', () => {
    const at = (probability: number) => quantileOf(distribution, grid, probability);
    expect([0, 10, 25, 60, 99, 99.5, 100].map(at)).toEqual([0, 10, 25, 60, 99, 149.5, 200]);
  });

  it('has its interval, and none where the samples are too few', () => {
    expect(rankInterval(101, 50)).toEqual({ lower: 41, upper: 61 });
    expect(estimateOf(distribution, grid, 50)).toEqual({ value: 50, low: 40, high: 60 });
    expect(estimateOf(distribution, grid, 99)).toBeUndefined();
  });
});
