import type { Options, Scenario } from 'k6/options';
import { settings } from './settings.ts';

const { count, mostSeconds, closed, vus, rate, rateSeconds, seconds, warmUp, warmUpSeconds, graceSeconds } = settings;

/** Virtual users go back to one pool, with their open connections: the measured scenario gets those of the warm-up. */
const warm: Scenario = {
  executor: 'per-vu-iterations',
  exec: 'warm',
  vus,
  iterations: warmUp,
  maxDuration: `${warmUpSeconds}s`,
  // The measured scenario must find all virtual users idle: with any overlap k6 would start further, cold ones.
  gracefulStop: '0s',
};

const startTime = warmUp === 0 ? '0s' : `${warmUpSeconds}.5s`;

/** Requests end before an iteration would be interrupted: an interrupted one leaves no sample. */
const gracefulStop = `${graceSeconds}s`;

const common = { exec: 'measured', startTime, gracefulStop } as const;

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

/** The options that all scripts share. `p99Ms` is an objective for a plain `k6 run`, not a judgement of the harness. */
export const loadOptions = ({
  p99Ms = 1_000,
  batchPerHost,
}: { readonly p99Ms?: number; readonly batchPerHost?: number } = {}): Options => ({
  // A redirect would be a second request in the same sample; here it is a wrong answer.
  maxRedirects: 0,
  // Without `url`, `proto` and others a request has few series; without `expected_response` one submetric less.
  systemTags: ['name', 'method', 'status', 'error_code', 'scenario'],
  ...certificate(),
  ...(batchPerHost !== undefined && { batch: batchPerHost, batchPerHost }),
  setupTimeout: '600s',
  scenarios: { ...(warmUp > 0 && { warm }), measured },
  thresholds: {
    dropped_iterations: ['count==0'],
    wrong_answers: ['count==0'],
    script_errors: ['count==0'],
    throttled: ['count==0'],
    'http_req_duration{scenario:measured}': [`p(99)<${settings.p99Ms ?? p99Ms}`],
  },
});
