import { nameEnd, parseMetricSample, type MetricSample } from './metric-sample.ts';

/** Reads a metrics page piece by piece and keeps the wanted lines: a page of kube-apiserver has megabytes. */
export interface MetricsFilter {
  push(piece: string): void;
  /** The samples. Throws if a wanted line is malformed. */
  end(): readonly MetricSample[];
}

const brace = '{'.charCodeAt(0);
const blank = ' '.charCodeAt(0);
const hash = '#'.charCodeAt(0);

/** `wanted` has full names of samples, such as `etcd_disk_wal_fsync_duration_seconds_sum`. */
export const metricsFilter = (wanted: ReadonlySet<string>): MetricsFilter => {
  const samples: MetricSample[] = [];
  let rest = '';
  let unwanted = '';
  /** Lines of one name follow each other, thousands for the buckets of a histogram: they are left out uncut. */
  const isUnwanted = (text: string, start: number): boolean => {
    if (unwanted === '' || !text.startsWith(unwanted, start)) return false;
    const next = text.charCodeAt(start + unwanted.length);
    return next === brace || next === blank;
  };
  const take = (text: string, start: number, end: number): void => {
    if (start === end || text.charCodeAt(start) === hash || isUnwanted(text, start)) return;
    const line = text.slice(start, end).trimEnd();
    const name = line.slice(0, Math.max(0, nameEnd(line)));
    if (wanted.has(name)) samples.push(parseMetricSample(line));
    else unwanted = name;
  };
  return {
    push: (piece) => {
      const text = rest + piece;
      let start = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        take(text, start, end);
        start = end + 1;
      }
      rest = text.slice(start);
    },
    end: () => {
      take(rest, 0, rest.length);
      rest = '';
      return samples;
    },
  };
};
