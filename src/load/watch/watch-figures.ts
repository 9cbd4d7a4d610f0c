import type { WatchReport } from './watch-measurement.ts';

/** Nearest rank. */
const quantile = (ascending: Float64Array, share: number): number | undefined =>
  ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)];

/** The report as figures of a measurement in load.json: sums over all watchers. */
export const watchFigures = ({
  watchers,
  lag,
  restarts,
  cpuSeconds,
}: WatchReport): Readonly<Record<string, number>> => {
  const sum = (key: 'missing' | 'duplicates' | 'recreated' | 'unexpected'): number =>
    watchers.reduce((total, watcher) => total + watcher[key], 0);
  const lags = { P50: 0.5, P99: 0.99, Max: 1 };
  return {
    watchersCount: watchers.length,
    missingCount: sum('missing'),
    duplicatesCount: sum('duplicates'),
    recreatedCount: sum('recreated'),
    unexpectedCount: sum('unexpected'),
    restartsCount: restarts,
    ...Object.fromEntries(
      Object.entries(lags).flatMap(([name, share]) => {
        const value = quantile(lag.lags, share);
        return value === undefined ? [] : [[`lag${name}Ms`, value]];
      }),
    ),
    [`lagFrom${lag.from === 'acknowledgement' ? 'Acknowledgement' : 'CreationTimestamp'}ResolutionMs`]:
      lag.resolutionMs,
    watchCpuSeconds: cpuSeconds,
  };
};
