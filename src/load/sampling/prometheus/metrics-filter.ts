import { nameEnd, parseMetricSample, type MetricSample } from './metric-sample.ts';

/** Reads a metrics page piece by piece and keeps the wanted lines: a page of kube-apiserver has megabytes. */
export interface MetricsFilter {
  push(piece: string): void;
  /** The samples. Throws if a wanted line is malformed. */
  end(): readonly MetricSample[];
}

/** `wanted` has full names of samples, such as `etcd_disk_wal_fsync_duration_seconds_sum`. */
export const metricsFilter = (wanted: ReadonlySet<string>): MetricsFilter => {
  const samples: MetricSample[] = [];
  let rest = '';
  let lastName = '';
  let lastWanted = false;
  const take = (line: string): void => {
    if (line === '' || line.startsWith('#')) return;
    // Lines of one name follow each other, thousands for the buckets of a histogram.
    const sameName = lastName !== '' && line.startsWith(lastName) && ' {'.includes(line[lastName.length] ?? '-');
    if (!sameName) {
      const end = nameEnd(line);
      lastName = end > 0 ? line.slice(0, end) : '';
      lastWanted = wanted.has(lastName);
    }
    if (lastWanted) samples.push(parseMetricSample(line));
  };
  return {
    push: (piece) => {
      const text = rest + piece;
      let start = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        take(text.slice(start, text[end - 1] === '\r' ? end - 1 : end));
        start = end + 1;
      }
      rest = text.slice(start);
    },
    end: () => {
      take(rest);
      rest = '';
      return samples;
    },
  };
};
