import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import { noFeatures } from '../contract/feature.ts';
import type { HttpRequest, HttpResponse } from '../contract/exchange.ts';
import { catalogueOf } from '../contract/testing/catalogue-of.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { LentTarget } from '../targets/started-target.ts';
import { executeScenario } from './execute-scenario.ts';

const ids = ['CRUD-01', 'CRUD-02', 'CRUD-03'];
const catalogue = catalogueOf(ids, 'kubernetes/crd');

/** Two checks that pass where a look says "nothing", and one behind a step that does the same. */
const nothingIsLeft: Scenario = {
  name: 'nothing-is-left',
  lanes: ['kubernetes/crd'],
  checks: ids,
  run: async ({ lane, check, given, kfp }) => {
    const ref = { id: 'v-id', pipelineId: 'p-id', name: 'v' };
    await check('CRUD-01', async () => assert.equal((await lane.write.getVersion(ref)).kind, 'missing'));
    await check('CRUD-02', async () => {
      const { status } = await kfp.call('GET', '/apis/v2beta1/pipelines/p-id');
      assert.notEqual(status, 500, 'a check of the status alone');
    });
    await given('there are no versions', async () => assert.equal((await lane.write.getVersion(ref)).kind, 'missing'));
    await check('CRUD-03', () => {});
  },
};

const empty = (request: HttpRequest): HttpResponse => {
  const isList = /\/pipeline(?:s|versions)(?:\?|$)/.test(request.target);
  return { status: isList ? 200 : 404, headers: {}, body: JSON.stringify({ kind: 'PipelineList', items: [] }) };
};

const outcomesWith = async (kubernetes: Partial<HttpResponse>, rest: Partial<HttpResponse>) => {
  const origin = 'http://127.0.0.1:9';
  const target = {
    id: 'target-1',
    storage: 'kubernetes',
    variant: 'default',
    origin,
    replicas: [origin],
    namespace: 'kfp',
    rest: { server: { origin }, caller: {}, userHeader: 'kubeflow-userid', userPrefix: '', secrets: {} },
    kubernetes: { origin },
    ownLabels: {},
    features: noFeatures,
    writesPerSecond: 100,
    manifestsSupplied: true,
    capabilities: ['pipeline-objects'],
  } as unknown as LentTarget;
  const { result } = await executeScenario({
    scenario: nothingIsLeft,
    lane: 'kubernetes/crd',
    catalogue,
    target,
    packages: { origin } as unknown as PackageServer,
    seed: 1,
    salt: '',
    clientIdentity: () => Promise.reject(new Error('unused')),
    signal: new AbortController().signal,
    interception: {
      intercept: async (request, _, surface) => ({
        ...empty(request),
        ...(surface === 'rest' ? rest : kubernetes),
      }),
    },
  });
  return result.checks.map(({ outcome, message = '' }) => (outcome === 'error' ? `${outcome}: ${message}` : outcome));
};

test('absence is seen in a 404 and in empty lists', async () => {
  expect(await outcomesWith({}, {})).toEqual(['passed', 'passed', 'passed']);
});

// Why: with every list refused the first and the last check passed; with a login page before REST the second one did.
test.each([
  ['403 of the Kubernetes API', { status: 403, body: '{"kind":"Status","message":"forbidden"}' }],
  ['500 of the Kubernetes API', { status: 500, body: '{"kind":"Status"}' }],
  ['HTML of the Kubernetes API', { status: 200, body: '<html>log in</html>' }],
])('%s makes checks errors, also behind a step, and no finding', async (_, reply) => {
  const [inCheck, onRest, behindStep] = await outcomesWith(reply, {});
  expect(inCheck).toMatch(
    /^error: GET .*pipelineversions.*; the answer is the Kubernetes API's and none of the target/,
  );
  expect(onRest).toBe('passed');
  expect(behindStep).toMatch(/^error: GET .*pipelineversions/);
});

test.each([
  ['HTML with 200', { status: 200, body: '<html>log in</html>' }],
  ['an empty body with 200', { status: 200, body: '' }],
  ['a redirect to a login', { status: 302, headers: { location: '/dex/auth' }, body: '' }],
])('%s by REST makes a check an error, even one of the status alone', async (_, reply) => {
  const [inCheck, onRest] = await outcomesWith({}, reply);
  expect(inCheck).toBe('passed');
  expect(onRest).toMatch(/^error: GET \/apis\/v2beta1\/pipelines\/p-id: expected .*a gateway or login page/);
});
