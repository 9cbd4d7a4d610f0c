import type { MetricSample } from '../prometheus/metric-sample.ts';

/** The sum over all label sets of a metric that match; undefined if the page has none, so that absent is not zero. */
export const sumSamples = (
  samples: readonly MetricSample[],
  name: string,
  matches: (labels: MetricSample['labels']) => boolean = () => true,
): number | undefined => {
  let sum: number | undefined;
  for (const sample of samples) if (sample.name === name && matches(sample.labels)) sum = (sum ?? 0) + sample.value;
  return sum;
};

/** The entries with a value. */
export const present = (values: Readonly<Record<string, number | undefined>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined));

/** The sums of these metrics, by key: `{ dbBytes: 'etcd_mvcc_db_total_size_in_bytes' }`. */
export const valuesOf = (
  samples: readonly MetricSample[],
  names: Readonly<Record<string, string>>,
): Readonly<Record<string, number>> =>
  present(Object.fromEntries(Object.entries(names).map(([key, name]) => [key, sumSamples(samples, name)])));
