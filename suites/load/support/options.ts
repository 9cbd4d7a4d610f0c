import type { Options, Scenario } from 'k6/options';
import type { RequestPart } from '../../../src/load/data/request-parts.ts';
import { afterWarmUp, type Beside } from './beside.ts';
import { settings } from './settings.ts';

const { count, mostSeconds, closed, vus, rate, rateSeconds, seconds, warmUp, warmUpSeconds } = settings;

/** Virtual users go back to one pool, with their open connections: the scenarios behind it get those of the warm-up. */
const warmWith = (users: number): Scenario => ({
  executor: 'per-vu-iterations',
  exec: 'warm',
  vus: users,
  iterations: warmUp,
  maxDuration: `${warmUpSeconds}s`,
  // The measured scenario must find all virtual users idle: with any overlap k6 would start further, cold ones.
  gracefulStop: '0s',
});

const common = afterWarmUp('measured');

/** A closed loop of COUNT iterations that ends after MOST_SECONDS at the latest, a closed loop of SECONDS (CLOSED=1), or an open loop at RATE per RATE_SECONDS. */
const measured: Scenario =
  count !== undefined
    ? {
        ...common,
        executor: 'shared-iterations',
        vus: Math.min(vus, count),
        iterations: count,
        maxDuration: mostSeconds === undefined ? '24h' : `${mostSeconds}s`,
      }
    : closed
      ? { ...common, executor: 'constant-vus', vus, duration: `${seconds}s` }
      : {
          ...common,
          executor: 'constant-arrival-rate',
          rate,
          timeUnit: `${rateSeconds}s`,
          duration: `${seconds}s`,
          preAllocatedVUs: vus,
        };

/** k6 presents the certificate to every server; without `domains` it is not bound to a host name. */
const certificate = (): Pick<Options, 'tlsAuth'> =>
  settings.kubeCert === '' ? {} : { tlsAuth: [{ cert: open(settings.kubeCert), key: open(settings.kubeKey) }] };

/** k6 keeps the requests of a part apart only if a threshold names it; these are always met. */
const thresholdsOf = (part: RequestPart): Record<string, string[]> => {
  const tags = `{scenario:measured,part:${part}}`;
  return {
    [`http_req_duration${tags}`]: ['max>=0'],
    [`wrong_answers${tags}`]: ['count>=0'],
    [`throttled${tags}`]: ['count>=0'],
  };
};

export interface ScriptOptions {
  /** An objective for a plain `k6 run`, not a judgement of the harness. */
  readonly p99Ms?: number;
  readonly batchPerHost?: number;
  /** The parts that the script tells apart. */
  readonly parts?: readonly RequestPart[];
  /** Needs a function `beside` in the script. */
  readonly beside?: Beside | undefined;
}

/** The options that all scripts share. */
export const loadOptions = ({ p99Ms = 1_000, batchPerHost, parts = [], beside }: ScriptOptions = {}): Options => ({
  // A redirect would be a second request in the same sample; here it is a wrong answer.
  maxRedirects: 0,
  // Without `url`, `proto` and others a request has few series; without `expected_response` one submetric less.
  systemTags: ['name', 'method', 'status', 'error_code', 'scenario'],
  ...certificate(),
  ...(batchPerHost !== undefined && { batch: batchPerHost, batchPerHost }),
  setupTimeout: '600s',
  scenarios: {
    ...(warmUp > 0 && { warm: warmWith(vus + (beside?.vus ?? 0)) }),
    measured,
    ...(beside !== undefined && { beside: beside.scenario }),
  },
  thresholds: {
    dropped_iterations: ['count==0'],
    wrong_answers: ['count==0'],
    script_errors: ['count==0'],
    throttled: ['count==0'],
    'http_req_duration{scenario:measured}': [`p(99)<${settings.p99Ms ?? p99Ms}`],
    ...Object.assign({}, ...parts.map(thresholdsOf)),
  },
});
