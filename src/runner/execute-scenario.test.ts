import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { noFeatures } from '../contract/feature.ts';
import { catalogueOf } from '../contract/testing/catalogue-of.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { LentTarget } from '../targets/started-target.ts';
import { executeScenario, type Execution } from './execute-scenario.ts';

const lane = 'database/rest';
const ids = ['CRUD-01', 'CRUD-02', 'CRUD-03'];
const catalogue = catalogueOf(ids, lane);

/** A server that answers 200, except paths that begin with `/never`. */
const serverOf = async (): Promise<string> => {
  const server = createServer(({ url = '' }, response) => {
    if (!url.startsWith('/never')) response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const execute = async (
  scenario: Pick<Scenario, 'run' | 'disruptive' | 'capabilities'>,
  { target = {}, ...more }: { readonly target?: Partial<LentTarget> } & Pick<Execution, 'limits' | 'interception'> = {},
) => {
  const origin = await serverOf();
  const { result } = await executeScenario({
    scenario: { name: 'story', lanes: [lane], checks: ids, ...scenario },
    lane,
    catalogue,
    target: {
      id: 'db-1',
      storage: 'database',
      variant: 'default',
      origin,
      replicas: [origin],
      namespace: 'kfp',
      kubernetes: { origin },
      ownLabels: {},
      features: noFeatures,
      writesPerSecond: 100,
      manifestsSupplied: true,
      process: () => Promise.resolve({ identity: '1', running: true }),
      unaskedRestarts: () => Promise.resolve([]),
      ...target,
    } as unknown as LentTarget,
    packages: { origin: 'http://127.0.0.1:9' } as unknown as PackageServer,
    seed: 1,
    salt: '',
    clientIdentity: () => Promise.reject(new Error('no identity is needed')),
    signal: new AbortController().signal,
    ...more,
  });
  return { ...result, outcomes: result.checks.map(({ outcome }) => outcome) };
};

const passing: Scenario['run'] = async ({ check }) => {
  for (const id of ids) await check(id, () => {});
};

const asking =
  (paths: readonly string[]): Scenario['run'] =>
  async ({ kfp, check }) => {
    for (const [index, path] of paths.entries())
      await check(ids[index] ?? '', async () => {
        const { status } = await kfp.call('GET', path);
        assert.equal(status, 200, 'answered');
      });
  };

// Why: one call that a target never answered left the three checks of its scenario blocked.
test('a request that never ends fails the check that made it, and the next checks are decided', async () => {
  const limits = { requestMs: 200, scenarioMs: 10_000 };
  const { checks, outcomes, aborted } = await execute({ run: asking(['/never', '/one', '/two']) }, { limits });
  expect(outcomes).toEqual(['failed', 'passed', 'passed']);
  expect(checks[0]?.message).toBe('GET /never got no answer: no answer within 0.2 s');
  expect(aborted).toBeUndefined();
});

test('where requests hang until the time of the scenario is over, each check that waited has failed, and the rest is blocked by name', async () => {
  const limits = { requestMs: 400, scenarioMs: 600 };
  const { checks, outcomes } = await execute({ run: asking(['/never-1', '/never-2', '/one']) }, { limits });
  expect(outcomes).toEqual(['failed', 'failed', 'blocked']);
  expect(checks[2]?.message).toBe('the scenario did not end within 1 s, since CRUD-01 and CRUD-02 got no answer');
});

test('a scenario that hangs without a request is blocked', async () => {
  const limits = { requestMs: 200, scenarioMs: 100 };
  const { outcomes } = await execute({ run: () => new Promise<void>(() => {}) }, { limits });
  expect(outcomes).toEqual(['blocked', 'blocked', 'blocked']);
});

// Why: the limits follow the measured write rate, and the same finding had another text in every run.
test('the aspect of a missing answer does not depend on the time limit', async () => {
  const deviations = async (requestMs: number) => {
    const limits = { requestMs, scenarioMs: requestMs };
    const { checks } = await execute({ run: asking(['/never', '/one']) }, { limits });
    return checks.map((check) => check.deviations);
  };
  expect(await deviations(100)).toEqual(await deviations(300));
});

// Why: a target that a disruptive scenario restarted once and that died twice was running again, and nobody was told; and
// where a check failed, even as known, nobody asked.
test('a disruptive scenario keeps the restarts that it had not asked for, however it ended', async () => {
  const target = { unaskedRestarts: () => Promise.resolve(['target db-1 was restarted', 'it ended']) };
  const failing: Scenario['run'] = async ({ check }) => {
    for (const id of ids) await check(id, () => assert.fail('the process is another one'));
  };
  const breaking: Scenario['run'] = () => Promise.reject(new TypeError('a defect'));
  for (const run of [passing, failing, breaking]) {
    const { unasked } = await execute({ disruptive: true, run }, { target });
    expect(unasked).toBe('target db-1 was restarted; it ended');
    expect((await execute({ disruptive: true, run })).unasked).toBeUndefined();
    expect((await execute({ run }, { target })).unasked).toBeUndefined();
  }
});

test('a disruptive scenario whose target has ended says so', async () => {
  const target = { process: () => Promise.resolve({ identity: '1', running: false }) };
  expect((await execute({ disruptive: true, run: passing }, { target })).unasked).toBe('its target died');
});

// Why: where the processes could not be looked at, the results of the scenario were lost.
test('restarts of a disruptive scenario that cannot be seen are named, and its results are kept', async () => {
  const target = { unaskedRestarts: () => Promise.reject(new Error('pods: 503')) };
  const { outcomes, unasked } = await execute({ disruptive: true, run: passing }, { target });
  expect(outcomes).toEqual(['passed', 'passed', 'passed']);
  expect(unasked).toBe('whether its target was restarted cannot be seen: pods: 503');
});

test('a scenario that breaks off says whether the target had a part in it', async () => {
  const failing: Scenario['run'] = ({ given }) => given('a step', () => assert.fail('refused'));
  const breaking: Scenario['run'] = () => Promise.reject(new TypeError('a defect'));
  expect(await execute({ run: failing })).toMatchObject({ abortedAs: 'blocked' });
  expect(await execute({ run: breaking })).toMatchObject({ abortedAs: 'error' });
});

// Why: mutants replaced what the harness had found, so that a check was proved whose instrument sees nothing.
test('an interception stands at the wire, at orders and at sources, and has no place for what an instrument found', async () => {
  const found: unknown[] = [];
  const target: Partial<LentTarget> = {
    restart: async () => void found.push('carried out'),
    through(this: LentTarget, { objectStore }) {
      return { ...this, objectStoreRequests: async () => objectStore?.(['GET /one']) ?? [] };
    },
  };
  await execute(
    {
      capabilities: ['process', 'object-store'],
      run: async (context) => {
        await context.target.restart(1);
        found.push(await context.target.process(), await context.target.objectStoreRequests());
      },
    },
    {
      target,
      interception: {
        // @ts-expect-error
        target: (lent: LentTarget) => ({ ...lent, process: async () => ({ identity: '2', running: false }) }),
        interceptOrder: async (order, carryOut) => {
          found.push(order);
          await carryOut();
        },
        taps: { objectStore: (lines) => [...lines, 'GET /two'] },
      },
    },
  );
  expect(found).toEqual([
    { call: 'restart', replica: 1 },
    'carried out',
    { identity: '1', running: true },
    ['GET /one', 'GET /two'],
  ]);
});
