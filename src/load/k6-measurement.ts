import type { Measurement } from '../judgement/load/schema.ts';
import { quantileOf } from '../judgement/load/quantiles.ts';
import { quantileGrid } from './data/quantile-grid.ts';
import type { K6Summary } from './k6/k6-summary.ts';
import type { Loop } from './script-variables.ts';

/** The parts of a measurement's time that are kept apart. */
export const windowCount = 10;

const measured = 'scenario:measured';

/** What the script itself says about its measured part. */
export type ScriptNumbers = Pick<
  Measurement,
  | 'seconds'
  | 'virtualUsers'
  | 'perSecond'
  | 'iterations'
  | 'requests'
  | 'service'
  | 'response'
  | 'lag'
  | 'dropped'
  | 'interrupted'
  | 'scriptErrors'
  | 'wrongAnswers'
  | 'throttled'
  | 'windows'
  | 'figures'
> & {
  /** The longest connect or TLS handshake of a measured request, in milliseconds. */
  readonly longestConnectMs: number;
};

/** A loop of a number of iterations has no duration of its own: its virtual users were busy for the sum of them. */
const secondsOf = (loop: Loop, summary: K6Summary, iterations: number): number =>
  loop.kind === 'count'
    ? (iterations * (summary.trend('response', measured)?.mean ?? 0)) / 1000 / loop.virtualUsers
    : loop.seconds;

const windowsOf = (summary: K6Summary, seconds: number): Measurement['windows'] =>
  Array.from({ length: windowCount }, (_, window) => {
    const tags = `${measured},win:${window}`;
    const service = summary.trend('http_req_duration', tags);
    return {
      startSeconds: (window * seconds) / windowCount,
      seconds: seconds / windowCount,
      iterations: summary.counter('iterations', tags),
      ...(service !== undefined && {
        p50: quantileOf(service, quantileGrid, 50),
        p99: quantileOf(service, quantileGrid, 99),
      }),
    };
  });

const figurePrefix = 'figure_';

/** Counters of the operation as their sum, trends as median and p99 where they are given. */
const figuresOf = (summary: K6Summary): Measurement['figures'] =>
  Object.fromEntries(
    summary.names
      .filter((name) => name.startsWith(figurePrefix))
      .flatMap((name): readonly [string, number][] => {
        const own = name.slice(figurePrefix.length);
        const trend = summary.trend(name);
        if (trend === undefined) return [[`${own}Count`, summary.counter(name)]];
        return [
          [`${own}P50Ms`, quantileOf(trend, quantileGrid, 50)],
          [`${own}P99Ms`, quantileOf(trend, quantileGrid, 99)],
        ];
      }),
  );

export const scriptNumbers = (summary: K6Summary, loop: Loop): ScriptNumbers => {
  const count = (name: string): number => summary.counter(name, measured);
  const trend = (name: string) => summary.trend(name, measured);
  const iterations = count('iterations');
  const seconds = secondsOf(loop, summary, iterations);
  const [service, response, lag] = [trend('http_req_duration'), trend('response'), trend('lag')];
  return {
    seconds,
    virtualUsers: loop.virtualUsers,
    perSecond: seconds > 0 ? iterations / seconds : 0,
    iterations,
    requests: count('http_reqs'),
    ...(service !== undefined && { service }),
    ...(response !== undefined && { response }),
    ...(lag !== undefined && { lag }),
    dropped: count('dropped_iterations'),
    interrupted: count('started') - iterations,
    scriptErrors: count('script_errors'),
    wrongAnswers: count('wrong_answers'),
    throttled: count('throttled'),
    windows: windowsOf(summary, seconds),
    figures: figuresOf(summary),
    longestConnectMs: Math.max(trend('http_req_connecting')?.max ?? 0, trend('http_req_tls_handshaking')?.max ?? 0),
  };
};
