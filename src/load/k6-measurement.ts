import type { Distribution, Measurement } from '../judgement/load/schema.ts';
import { carries, quantileOf } from '../judgement/load/quantiles.ts';
import { quantileGrid } from './data/quantile-grid.ts';
import { requestParts } from './data/request-parts.ts';
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
  readonly extra: ScriptExtra;
};

/** What only the judgement needs. */
export interface ScriptExtra {
  /** The longest connect or TLS handshake of a measured request, in milliseconds. */
  readonly longestConnectMs: number;
  /** Of the whole run, with its warm-up and what `setup` asked for. */
  readonly allRequests: number;
  readonly allIterations: number;
  /** When the measured part began, in milliseconds since 1970; absent if nothing was measured. */
  readonly startedAtMs?: number;
}

/**
 * An open loop lasts as long as it was planned. In a closed one each virtual user works until its last iteration ends, which
 * may be long after no further one begins: the mean of that is the time in which all iterations ended.
 */
const secondsOf = (loop: Loop, summary: K6Summary): number =>
  loop.kind === 'rate' ? loop.seconds : summary.counter('busy', measured) / 1000 / usersOf(loop);

/** k6 starts no more virtual users than there are iterations. */
const usersOf = (loop: Loop): number =>
  loop.kind === 'count' ? Math.min(loop.virtualUsers, loop.iterations) : loop.virtualUsers;

/** What the windows share; undefined in a closed loop whose length nobody knew before. */
const windowedSeconds = (loop: Loop): number | undefined => (loop.kind === 'count' ? loop.mostSeconds : loop.seconds);

/** A quantile under a name, where there are enough samples for it. */
export const carriedQuantile = <Name extends string>(
  name: Name,
  distribution: Distribution,
  probability: number,
): { readonly [Key in Name]?: number } =>
  (carries(distribution.count, probability) ? { [name]: quantileOf(distribution, quantileGrid, probability) } : {}) as {
    readonly [Key in Name]?: number;
  };

const windowsOf = (summary: K6Summary, all: number, used: number): Measurement['windows'] => {
  const seconds = all / windowCount;
  // A closed loop may end long before it has to.
  const windows = Math.min(windowCount, Math.ceil(used / seconds));
  return Array.from({ length: windows }, (_, window) => {
    const tags = `${measured},win:${window}`;
    const service = summary.trend('http_req_duration', tags);
    return {
      startSeconds: window * seconds,
      seconds,
      iterations: summary.counter('iterations', tags),
      ...(service !== undefined && {
        ...carriedQuantile('p50', service, 50),
        ...carriedQuantile('p99', service, 99),
      }),
    };
  });
};

const figurePrefix = 'figure_';

/** k6 has no capitals in the names of metrics by custom: `visible_get` is `visibleGet` in load.json. */
const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Counters of the operation as their sum, trends as median and p99 where they are given. */
const figuresOf = (summary: K6Summary): Measurement['figures'] =>
  Object.fromEntries(
    summary.names
      .filter((name) => name.startsWith(figurePrefix))
      .flatMap((name): readonly [string, number][] => {
        const own = camelCase(name.slice(figurePrefix.length));
        const trend = summary.trend(name);
        if (trend === undefined) return [[`${own}Count`, summary.counter(name)]];
        return Object.entries({
          ...carriedQuantile(`${own}P50Ms`, trend, 50),
          ...carriedQuantile(`${own}P99Ms`, trend, 99),
        });
      }),
  );

/** Of each part that a script tells apart: median and p99 of its requests, how many there were, and how many failed. */
const partFigures = (summary: K6Summary): Measurement['figures'] =>
  Object.assign(
    {},
    ...requestParts.map((part) => {
      const tags = `${measured},part:${part}`;
      const trend = summary.trend('http_req_duration', tags);
      if (trend === undefined) return {};
      return {
        ...carriedQuantile(`${part}P50Ms`, trend, 50),
        ...carriedQuantile(`${part}P99Ms`, trend, 99),
        [`${part}RequestsCount`]: trend.count,
        [`${part}FailedCount`]: summary.counter('wrong_answers', tags) + summary.counter('throttled', tags),
      };
    }),
  ) as Measurement['figures'];

export const scriptNumbers = (summary: K6Summary, loop: Loop): ScriptNumbers => {
  const count = (name: string): number => summary.counter(name, measured);
  const trend = (name: string) => summary.trend(name, measured);
  const iterations = count('iterations');
  const seconds = secondsOf(loop, summary);
  const windowed = windowedSeconds(loop);
  const startedAtMs = summary.gauge('measured_start');
  const [service, response, lag] = [trend('http_req_duration'), trend('response'), trend('lag')];
  return {
    seconds,
    virtualUsers: usersOf(loop),
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
    windows: windowed === undefined ? [] : windowsOf(summary, windowed, seconds),
    figures: { ...figuresOf(summary), ...partFigures(summary) },
    extra: {
      longestConnectMs: Math.max(trend('http_req_connecting')?.max ?? 0, trend('http_req_tls_handshaking')?.max ?? 0),
      allRequests: summary.counter('http_reqs'),
      allIterations: summary.counter('iterations'),
      ...(startedAtMs !== undefined && { startedAtMs }),
    },
  };
};
