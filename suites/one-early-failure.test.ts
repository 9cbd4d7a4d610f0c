import { expect, test } from 'vitest';
import { noFeatures } from '../src/contract/feature.ts';
import type { LaneName } from '../src/contract/lane-name.ts';
import { loadRequirements } from '../src/contract/load-requirements.ts';
import type { HttpRequest } from '../src/contract/exchange.ts';
import { compareLanes } from '../src/judgement/compare-lanes.ts';
import type { PackageServer } from '../src/lanes/package-server.ts';
import { executeScenario } from '../src/runner/execute-scenario.ts';
import { loadSuites } from '../src/scenarios/load-suites.ts';
import type { LentTarget } from '../src/targets/started-target.ts';
import { memoryServer } from './expectations/testing/memory-server.ts';

const catalogue = await loadRequirements();
const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
const failure = { status: 500, headers: {}, body: '{"code":13,"message":"internal error","details":[]}' };

/** Whether the target was restarted or rolled out since it started. */
interface Phase {
  isLater: boolean;
}

const run = async (name: string, lane: LaneName, isRefused: (request: HttpRequest, phase: Phase) => boolean) => {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  const origin = 'http://127.0.0.1:9';
  const phase: Phase = { isLater: false };
  const server = memoryServer();
  const replaced = async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    phase.isLater = true;
  };
  const { result } = await executeScenario({
    scenario,
    lane,
    catalogue,
    target: {
      id: 'one',
      storage: lane.startsWith('database') ? 'database' : 'kubernetes',
      variant: 'default',
      origin,
      replicas: [origin, origin],
      namespace: 'kfp',
      kubernetes: { origin },
      ownLabels: {},
      features: noFeatures,
      writesPerSecond: 1_000,
      process: () => Promise.resolve({ identity: String(phase.isLater), running: true }),
      restart: replaced,
      rollOut: replaced,
      unaskedRestarts: () => Promise.resolve([]),
    } as unknown as LentTarget,
    packages: { origin } as unknown as PackageServer,
    seed: 1,
    salt: '',
    clientIdentity: () => Promise.reject(new Error('no identity is needed')),
    signal: new AbortController().signal,
    interception: {
      intercept: async (request, ...rest) => (isRefused(request, phase) ? failure : server(request, ...rest)),
    },
  });
  return { scenario, result };
};

const isList = ({ method, target }: HttpRequest): boolean =>
  method === 'GET' && /\/(pipelines|versions)(\?|$)/.test(target);

// Why: what was not looked at after a failure was compared with what another lane saw, as if it had been shown something.
test.concurrent.each([
  ['listed-by-every-replica', 'CLU-05', ({ method }: HttpRequest) => method === 'POST'],
  ['restarted-replica-catches-up', 'CLU-14', (request: HttpRequest, { isLater }: Phase) => isLater && isList(request)],
  ['pod-restarted', 'CLU-24', (request: HttpRequest, { isLater }: Phase) => isLater && isList(request)],
  ['rolled-out-anew', 'CLU-26', (request: HttpRequest, { isLater }: Phase) => isLater && isList(request)],
])(
  '%s: after an early failure of %s the comparison says only that there was no answer',
  async (name, check, isRefused) => {
    const [base, other] = await Promise.all([
      run(name, 'database/rest', () => false),
      run(name, 'kubernetes/rest', isRefused),
    ]);
    expect(base.result.checks.find(({ requirement }) => requirement === check)).toMatchObject({ outcome: 'passed' });
    const { checks } = compareLanes(base.scenario, [base.result, other.result], catalogue);
    expect([...other.result.checks, ...checks].filter(({ lane }) => lane === 'kubernetes/rest')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ requirement: check, outcome: 'failed' }),
        expect.objectContaining({ requirement: 'PAR-01', outcome: 'failed' }),
      ]),
    );
    const [comparison] = checks.filter(({ lane }) => lane === 'kubernetes/rest');
    const observed = Object.values(comparison?.deviations ?? {}).map((deviation) => deviation.observed);
    expect(observed).not.toEqual([]);
    for (const value of observed) expect(value).toMatch(/^\(no answer\); database\/rest: /);
  },
);
