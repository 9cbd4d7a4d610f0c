import { gauge, meanMs, rate } from './columns.ts';
import { readMetricsPage } from './metrics-page.ts';
import type { Reading, Scraper } from './scraper.ts';
import { valuesOf } from './sum-samples.ts';
import type { MetricSample } from '../prometheus/metric-sample.ts';

const gauges = {
  dbBytes: 'etcd_mvcc_db_total_size_in_bytes',
  inUseBytes: 'etcd_mvcc_db_total_size_in_use_in_bytes',
  quotaBytes: 'etcd_server_quota_backend_bytes',
  keys: 'etcd_debugging_mvcc_keys_total',
  /** Unix seconds */
  lastCompaction: 'etcd_debugging_mvcc_db_compaction_last',
} as const;

const totals = {
  fsyncSeconds: 'etcd_disk_wal_fsync_duration_seconds_sum',
  fsyncCount: 'etcd_disk_wal_fsync_duration_seconds_count',
  commitSeconds: 'etcd_disk_backend_commit_duration_seconds_sum',
  commitCount: 'etcd_disk_backend_commit_duration_seconds_count',
  proposals: 'etcd_server_proposals_committed_total',
} as const;

const wanted = new Set<string>([...Object.values(gauges), ...Object.values(totals)]);

/** The reading of a metrics page of etcd. */
export const etcdReading = (samples: readonly MetricSample[]): Reading => ({
  gauges: valuesOf(samples, gauges),
  totals: valuesOf(samples, totals),
});

/** Scrapes etcd; `endpoint` is `http://127.0.0.1:PORT`. */
export const etcdScraper = (endpoint: string): Scraper => ({
  name: 'etcd',
  columns: {
    dbBytes: gauge('dbBytes', 'bytes'),
    inUseBytes: gauge('inUseBytes', 'bytes'),
    quotaBytes: gauge('quotaBytes', 'bytes'),
    keys: gauge('keys', 'count'),
    fsyncMs: meanMs('fsyncSeconds', 'fsyncCount'),
    fsyncs: rate('fsyncCount', '1/s'),
    commitMs: meanMs('commitSeconds', 'commitCount'),
    proposals: rate('proposals', '1/s'),
  },
  events: ({ current, previous }) => {
    const at = current.gauges['lastCompaction'] ?? 0;
    return at > (previous?.gauges['lastCompaction'] ?? at)
      ? [{ kind: 'compaction', text: 'etcd compacted its revisions' }]
      : [];
  },
  read: async (signal) => etcdReading(await readMetricsPage({ origin: endpoint }, wanted, signal)),
});
