import { carries, estimateOf, quantileOf } from '../../judgement/load/quantiles.ts';
import type { Distribution, Measurement } from '../../judgement/load/schema.ts';
import { significant, whole } from './number-text.ts';

/**
 * The latency that a user of the operation sees: of an iteration, from the instant it was due; where that was not
 * measured, of its requests.
 */
export const latencyOf = ({ response, service }: Pick<Measurement, 'response' | 'service'>): Distribution | undefined =>
  response ?? service;

/** A quantile in milliseconds; undefined if too few samples tell it. */
export const quantile = (
  distribution: Distribution | undefined,
  grid: readonly number[],
  probability: number,
): number | undefined =>
  distribution !== undefined && carries(distribution.count, probability)
    ? quantileOf(distribution, grid, probability)
    : undefined;

/** Stands for a quantile that so many samples do not tell. */
export const tooFewText = (samples: number): string => `too few (${whole(samples)})`;

/** `18.2 (17.1–20.4)`: a quantile with its 95 % interval, in milliseconds. */
export const intervalText = (distribution: Distribution, grid: readonly number[], probability: number): string => {
  const estimate = estimateOf(distribution, grid, probability);
  return estimate === undefined
    ? tooFewText(distribution.count)
    : `${significant(estimate.value)} (${significant(estimate.low)}–${significant(estimate.high)})`;
};
