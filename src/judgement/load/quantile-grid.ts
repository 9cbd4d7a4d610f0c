import type { Distribution } from './schema.ts';

const steps = (from: number, to: number, step: number): readonly number[] =>
  Array.from({ length: Math.round((to - from) / step) }, (_, index) => Number((from + (index + 1) * step).toFixed(2)));

/**
 * The probabilities, in percent, whose exact quantiles a measurement keeps: finer where latencies are rarer. k6 keeps every
 * value, so they cost nothing while it measures.
 */
export const quantileGrid: readonly number[] = [
  ...steps(0, 99, 0.5),
  ...steps(99, 99.9, 0.1),
  ...steps(99.9, 99.99, 0.01),
];

/** The quantile at a probability of the grid, in milliseconds. */
export const quantileOf = ({ grid }: Distribution, probability: number): number => {
  const value = grid[quantileGrid.indexOf(probability)];
  if (value === undefined) throw new Error(`the quantile grid has no probability ${probability}`);
  return value;
};
