import type { InvalidReason } from './invalid-reason.ts';
import type { Distribution, Invalidity } from './schema.ts';

import { carries, quantileOf } from './quantiles.ts';

/** What a measurement observed, as far as its validity depends on it. */
export interface Observed {
  readonly iterations: number;
  readonly dropped: number;
  readonly interrupted: number;
  readonly scriptErrors: number;
  readonly wrongAnswers: number;
  /** Answers with status 429. */
  readonly throttled: number;
  readonly loop: 'open' | 'closed';
  readonly service: Distribution | undefined;
  readonly lag: Distribution | undefined;
  /** The probabilities of their quantiles, in percent. */
  readonly grid: readonly number[];
  /** The longest TLS handshake or connect of a measured request, in milliseconds; 0: all connections were open before. */
  readonly longestConnectMs: number;
  /** The highest quantile, in percent, for which the measurement was planned; absent: it judges no latency. */
  readonly quantile?: number;
  /** The pipelines of the store after the measurement; `expected` is absent where nobody can know it. */
  readonly store: { readonly expected?: number; readonly counted: number };
}

/** The share of the median that a late start may add, beside the resolution of a timer of two milliseconds. */
const lagShare = 0.1;
const lagMs = 2;

const several = (reason: InvalidReason, count: number, one: string, many: string): readonly Invalidity[] =>
  count === 0 ? [] : [{ reason, text: `${count} ${count === 1 ? one : many}` }];

const lagging = ({ loop, dropped, lag, service, grid }: Observed): readonly Invalidity[] => {
  // The script counts the iterations that began, so that behind a dropped one it takes all for late.
  if (loop === 'closed' || dropped > 0 || lag === undefined || service === undefined) return [];
  const bound = lagMs + lagShare * quantileOf(service, grid, 50);
  const late = quantileOf(lag, grid, 99);
  if (late <= bound) return [];
  return [
    {
      reason: 'schedule-lag',
      text: `1 % of the iterations began at least ${late.toFixed(1)} ms late; ${bound.toFixed(1)} ms are allowed (2 ms and a tenth of the median latency)`,
    },
  ];
};

const tooFew = ({ iterations, quantile, service }: Observed): readonly Invalidity[] => {
  if (iterations === 0) return [{ reason: 'no-samples', text: 'no iteration ended' }];
  if (service === undefined) return [{ reason: 'no-samples', text: 'no iteration sent a request' }];
  // An iteration is a sample, whose requests are not independent of each other.
  if (quantile === undefined || carries(iterations, quantile)) return [];
  return [
    {
      reason: 'too-few-samples',
      text: `${iterations} samples: the 95 % interval of p${quantile} has no upper end`,
    },
  ];
};

/** The store holds another number of pipelines than it should. */
export const stateChanged = ({ expected, counted }: Observed['store']): readonly Invalidity[] =>
  expected === undefined || expected === counted
    ? []
    : [{ reason: 'state-changed', text: `the store holds ${counted} pipelines; expected ${expected}` }];

/** The reasons for which the numbers of a measurement must not be used, other than those of `limited`. */
export const invalidities = (observed: Observed): readonly Invalidity[] => [
  ...tooFew(observed),
  ...several(
    'dropped-iterations',
    observed.dropped,
    'iteration was due and not started: no virtual user was free',
    'iterations were due and not started: no virtual user was free',
  ),
  ...several(
    'interrupted-iterations',
    observed.interrupted,
    'iteration was cut off at the end, and its latency is missing',
    'iterations were cut off at the end, and their latencies are missing',
  ),
  ...lagging(observed),
  ...several(
    'script-errors',
    observed.scriptErrors,
    'iteration ended in an error of the script',
    'iterations ended in an error of the script',
  ),
  ...several(
    'wrong-answers',
    observed.wrongAnswers,
    'answer was not the expected one',
    'answers were not the expected ones',
  ),
  ...several(
    'wrong-answers',
    observed.throttled,
    'request was rejected with status 429',
    'requests were rejected with status 429',
  ),
  ...(observed.longestConnectMs > 0
    ? [
        {
          reason: 'cold-connections' as const,
          text: `a measured request opened a connection (${observed.longestConnectMs.toFixed(1)} ms)`,
        },
      ]
    : []),
  ...stateChanged(observed.store),
];
