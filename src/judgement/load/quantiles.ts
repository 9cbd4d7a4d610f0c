import type { Distribution } from './schema.ts';

/**
 * The ranks, from 1 to the number of samples, between whose values a quantile of the population lies with at least 95 %
 * confidence; an end is undefined where not even the smallest or largest sample bounds it.
 */
export interface RankInterval {
  readonly lower: number | undefined;
  readonly upper: number | undefined;
}

const tail = 0.025;

/** What no sum of binomial weights needs: the weight of the mode is 1. */
const negligible = 1e-18;

/**
 * The ranks where the lower and the upper tail of a binomial distribution end. Weights are relative to that of the mode,
 * so that neither factorials nor logarithms of them are needed.
 */
const tailRanks = (count: number, share: number): RankInterval => {
  const mode = Math.min(count, Math.floor((count + 1) * share));
  const odds = share / (1 - share);
  const weights = new Map([[mode, 1]]);
  for (let at = mode, weight = 1; at < count && weight > negligible; at += 1) {
    weight *= ((count - at) / (at + 1)) * odds;
    weights.set(at + 1, weight);
  }
  for (let at = mode, weight = 1; at > 0 && weight > negligible; at -= 1) {
    weight *= at / ((count - at + 1) * odds);
    weights.set(at - 1, weight);
  }
  const inOrder = [...weights].toSorted(([a], [b]) => a - b);
  const allowed = inOrder.reduce((sum, [, weight]) => sum + weight, 0) * tail;
  let [below, above] = [0, 0];
  let lower: number | undefined;
  for (const [at, weight] of inOrder) {
    below += weight;
    if (below > allowed) break;
    lower = at + 1;
  }
  let upper: number | undefined;
  for (const [at, weight] of inOrder.toReversed()) {
    above += weight;
    if (above > allowed) break;
    upper = at;
  }
  return { lower, upper: upper === 0 ? undefined : upper };
};

const known = new Map<string, RankInterval>();

/**
 * The exact (binomial) order-statistic interval of a quantile. `count`: independent samples; `probability`: in percent,
 * above 0 and below 100.
 */
export const rankInterval = (count: number, probability: number): RankInterval => {
  if (!(probability > 0 && probability < 100)) throw new RangeError(`no quantile at ${probability} %`);
  if (count === 0) return { lower: undefined, upper: undefined };
  const key = `${count} ${probability}`;
  const found = known.get(key) ?? tailRanks(count, probability / 100);
  known.set(key, found);
  return found;
};

/** Whether so many samples tell a quantile: with fewer, its interval has an open end, and the number is left to chance. */
export const carries = (count: number, probability: number): boolean => {
  const { lower, upper } = rankInterval(count, probability);
  return lower !== undefined && upper !== undefined;
};

/** The fewest samples that tell a quantile. `probability`: in percent. */
export const samplesFor = (probability: number): number => {
  const share = probability / 100;
  let count = Math.ceil(Math.log(tail) / Math.log(Math.max(share, 1 - share)));
  while (!carries(count, probability)) count += 1;
  return count;
};

/**
 * A quantile of all samples, in their unit: one of the grid, or between two of them on a straight line. `grid`: the
 * probabilities of the quantiles in the distribution, in percent.
 */
export const quantileOf = (
  { min, max, grid: values }: Distribution,
  grid: readonly number[],
  probability: number,
): number => {
  const points = [
    [0, min] as const,
    ...grid.map((at, index) => [at, values[index] ?? max] as const),
    [100, max] as const,
  ];
  const after = points.findIndex(([at]) => at >= probability);
  const [from, to] = [points[Math.max(0, after - 1)] ?? [0, min], points[after] ?? [100, max]];
  if (to[0] === probability || to[0] === from[0]) return to[1];
  return from[1] + ((probability - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
};

/** A quantile with its 95 % interval, in the unit of the samples. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A quantile with its interval; undefined if there are too few samples for it. */
export const estimateOf = (
  distribution: Distribution,
  grid: readonly number[],
  probability: number,
): Estimate | undefined => {
  const { lower, upper } = rankInterval(distribution.count, probability);
  if (lower === undefined || upper === undefined) return undefined;
  // k6 counts ranks from 0 to count - 1, and these from 0 to 100 %.
  const atRank = (rank: number): number =>
    quantileOf(distribution, grid, distribution.count === 1 ? 0 : ((rank - 1) / (distribution.count - 1)) * 100);
  return { value: quantileOf(distribution, grid, probability), low: atRank(lower), high: atRank(upper) };
};
