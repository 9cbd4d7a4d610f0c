import type { Connection } from '../../../clients/connection.ts';
import type { MetricSample } from '../prometheus/metric-sample.ts';
import { gauge, meanMs, rate } from './columns.ts';
import { readMetricsPage } from './metrics-page.ts';
import type { Reading, Scraper } from './scraper.ts';
import { valuesOf } from './sum-samples.ts';

const handling = 'grpc_server_handling_seconds';
const limiter = 'rest_client_rate_limiter_duration_seconds';
const clientRequest = 'rest_client_request_duration_seconds';

/** By what client-go, grpc-prometheus and the Go runtime name them; a target has some of them, or no page at all. */
const totals = {
  handledSeconds: `${handling}_sum`,
  handledCount: `${handling}_count`,
  /** What client-go waited for its own limit of requests a second. */
  limiterSeconds: `${limiter}_sum`,
  limiterCount: `${limiter}_count`,
  clientRequestSeconds: `${clientRequest}_sum`,
  clientRequestCount: `${clientRequest}_count`,
  gcSeconds: 'go_gc_duration_seconds_sum',
} as const;

const gauges = { heapInUseBytes: 'go_memstats_heap_inuse_bytes', goroutines: 'go_goroutines' } as const;

const wanted = new Set<string>([...Object.values(totals), ...Object.values(gauges)]);

export const targetReading = (samples: readonly MetricSample[]): Reading => ({
  totals: valuesOf(samples, totals),
  gauges: valuesOf(samples, gauges),
});

const targetScraper = (connection: Connection): Scraper => ({
  name: 'target',
  columns: {
    handledMs: meanMs('handledSeconds', 'handledCount'),
    handled: rate('handledCount', '1/s'),
    limiterMs: meanMs('limiterSeconds', 'limiterCount'),
    clientRequestMs: meanMs('clientRequestSeconds', 'clientRequestCount'),
    gcPauseSeconds: rate('gcSeconds', 's/s'),
    heapInUseBytes: gauge('heapInUseBytes', 'bytes'),
    goroutines: gauge('goroutines', 'count'),
  },
  read: async (signal) => targetReading(await readMetricsPage(connection, wanted, signal)),
});

/**
 * A scraper of the target's own metrics; undefined if it has no page with any of them, which no requirement asks for.
 * KFP serves the page at its HTTP port.
 */
export const findTargetScraper = async (connection: Connection, signal: AbortSignal): Promise<Scraper | undefined> => {
  const scraper = targetScraper(connection);
  const reading = await scraper.read(signal).catch(() => undefined);
  signal.throwIfAborted();
  const isEmpty = reading === undefined || Object.keys({ ...reading.totals, ...reading.gauges }).length === 0;
  return isEmpty ? undefined : scraper;
};
