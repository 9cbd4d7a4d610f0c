/** The iterations that ended in a part of a measurement. */
export interface RateWindow {
  readonly seconds: number;
  readonly iterations: number;
}

/** How evenly iterations ended. */
export interface FlatRate {
  /** Iterations a second: the mean of the rates. */
  readonly perSecond: number;
  /** The coefficient of variation of the rates: their standard deviation over their mean. */
  readonly variation: number;
  readonly isFlat: boolean;
}

/** With fewer windows a low variation is chance. */
const fewest = 4;

/**
 * A limiter varies by the one iteration that falls on one or the other side of a border. A server that is the bottleneck
 * varies by garbage collection, fsync and compaction: on two cores by 5 to 15 % from second to second.
 */
const flatVariation = 0.03;
const borderIterations = 1;

/** Judges the windows but the first, in which a limiter's burst passes. Undefined with too few windows or iterations. */
export const flatRate = (windows: readonly RateWindow[]): FlatRate | undefined => {
  const considered = windows.slice(1).filter(({ seconds }) => seconds > 0);
  const rates = considered.map(({ seconds, iterations }) => iterations / seconds);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  if (considered.length < fewest || mean === 0) return undefined;
  const deviation = Math.sqrt(rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1));
  const meanIterations = considered.reduce((sum, { iterations }) => sum + iterations, 0) / considered.length;
  const variation = deviation / mean;
  return {
    perSecond: mean,
    variation,
    isFlat: variation <= Math.max(flatVariation, borderIterations / meanIterations),
  };
};
