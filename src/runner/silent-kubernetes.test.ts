import { served } from '../testing/served.ts';
import { expect, test } from 'vitest';
import { noFeatures } from '../contract/feature.ts';
import { catalogueOf } from '../contract/testing/catalogue-of.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { LentTarget } from '../targets/started-target.ts';
import { executeScenario } from './execute-scenario.ts';
import type { ScenarioLimits } from './scenario-limits.ts';

const lane = 'kubernetes/crd';
const ids = ['CRUD-01', 'CRUD-02', 'CRUD-03'];

/** Runs a scenario against a target that answers, on a Kubernetes API that gives no answer. */
const execute = async (run: Scenario['run'], limits: ScenarioLimits) => {
  const origin = await served((_, response) => void response.end('{}'));
  const { result } = await executeScenario({
    scenario: { name: 'story', lanes: [lane], checks: ids, run },
    lane,
    catalogue: catalogueOf(ids, lane),
    target: {
      id: 'k8s-1',
      storage: 'kubernetes',
      variant: 'default',
      origin,
      replicas: [origin],
      namespace: 'kfp',
      kubernetes: { origin: await served(() => {}) },
      ownLabels: {},
      features: noFeatures,
      writesPerSecond: 100,
      manifestsSupplied: true,
      capabilities: ['pipeline-objects'],
    } as unknown as LentTarget,
    packages: { origin } as unknown as PackageServer,
    seed: 1,
    salt: '',
    clientIdentity: () => Promise.reject(new Error('unused')),
    signal: new AbortController().signal,
    limits,
  });
  return { ...result, outcomes: result.checks.map(({ outcome }) => outcome) };
};

const ref = { id: 'v-id', pipelineId: 'p-id', name: 'v' };

// Why: time-outs of kube-apiserver counted as failures of the target, which had no part in them.
test('a Kubernetes API that gives no answer makes checks errors, also behind a step', async () => {
  const { outcomes, abortedAs } = await execute(
    async ({ check, given, kfp, lane: { write } }) => {
      await check('CRUD-01', async () => void (await write.getVersion(ref)));
      await check('CRUD-02', async () => void (await kfp.call('GET', '/apis/v2beta1/pipelines')));
      await given('the version is read', () => write.getVersion(ref));
    },
    { requestMs: 200, scenarioMs: 10_000 },
  );
  expect(outcomes).toEqual(['error', 'passed', 'error']);
  expect(abortedAs).toBe('error');
});

test('where such requests use up the time of the scenario, the rest is in error, and not blocked', async () => {
  const { outcomes, aborted } = await execute(
    async ({ check, lane: { write } }) => {
      for (const id of ids) await check(id, async () => void (await write.getVersion(ref)));
    },
    { requestMs: 400, scenarioMs: 600 },
  );
  expect(outcomes).toEqual(['error', 'error', 'error']);
  expect(aborted).toMatch(/^the scenario did not end within 1 s, since the Kubernetes API gave no answer/);
});
