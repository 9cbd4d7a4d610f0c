import type { Options } from 'k6/options';
import { quantileGrid } from '../../../src/load/data/quantile-grid.ts';
import { settings } from './settings.ts';

const trends = ['http_req_duration', 'http_req_connecting', 'http_req_tls_handshaking', 'lag', 'response'];
const counters = [
  'http_reqs',
  'iterations',
  'dropped_iterations',
  'started',
  'wrong_answers',
  'script_errors',
  'throttled',
  'busy',
];

/** k6 keeps a metric of some tags apart only if a threshold names it; these are always met. */
const keptApart = (trends: readonly string[], counters: readonly string[], tags: string): Record<string, string[]> =>
  Object.fromEntries([
    ...trends.map((name) => [`${name}{${tags}}`, ['max>=0']]),
    ...counters.map((name) => [`${name}{${tags}}`, ['count>=0']]),
  ]);

/** The thresholds of a script that only keep the requests of a part apart. */
const ofParts = ({ thresholds = {} }: Options): NonNullable<Options['thresholds']> =>
  Object.fromEntries(Object.entries(thresholds).filter(([name]) => name.includes(',part:')));

/**
 * The options of a script for the harness: all quantiles of `quantileGrid`, the measured part apart from the warm-up, and
 * in it each window, each part that the script tells apart, and the requests of each name in `requestNames`. A plain `k6 run` has k6's own few quantiles.
 */
export const summaryOptions = (options: Options, requestNames: readonly string[] = []): Options => ({
  ...options,
  summaryTrendStats: ['min', 'max', 'avg', 'count', ...quantileGrid.map((percent) => `p(${percent})`)],
  thresholds: Object.assign(
    ofParts(options),
    keptApart(trends, counters, 'scenario:measured'),
    ...Array.from({ length: settings.windows }, (_, window) =>
      keptApart(['http_req_duration', 'response'], ['iterations'], `scenario:measured,win:${window}`),
    ),
    ...requestNames.map((name) => keptApart(['http_req_duration'], [], `scenario:measured,name:${name}`)),
  ) as Record<string, string[]>,
});

/** Writes what k6 measured to the file that SUMMARY names; k6 prints no summary of its own then. */
export const handleSummary = (data: unknown): Record<string, string> => ({
  [settings.summaryFile]: JSON.stringify(data),
});
