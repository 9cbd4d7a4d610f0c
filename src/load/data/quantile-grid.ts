const steps = (count: number, percentOf: (step: number) => number): readonly number[] =>
  Array.from({ length: count }, (_, index) => percentOf(index + 1));

/**
 * The probabilities, in percent, at which k6 prints exact quantiles: 0.5 to 99 by 0.5, to 99.9 by 0.1, and to 99.99 by
 * 0.01. k6 keeps every value, so that they cost nothing while it measures. The scripts of k6 read this file, too.
 */
export const quantileGrid: readonly number[] = [
  ...steps(198, (step) => step / 2),
  // Divisions of whole numbers, because sums of tenths have no short decimal form.
  ...steps(9, (step) => (990 + step) / 10),
  ...steps(9, (step) => (9990 + step) / 100),
];
