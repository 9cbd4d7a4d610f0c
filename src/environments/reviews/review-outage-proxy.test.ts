import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ReviewOutage } from '../review-outage.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { fileResources } from '../../testing/test-resources.ts';
import { local } from '../local/local.ts';
import type { RunningLocalEnvironment } from '../local/running-local-environment.ts';

// These tests start real components, which `npm test` has set up before.

const user = 'kfp-target-k8s-1';
const groups = ['system:masters'];

const resources = fileResources();
let environment: RunningLocalEnvironment;
let outage: ReviewOutage;
beforeAll(async () => {
  vi.stubEnv('KFP_CONFORMANCE_STATE', (await resources.use(testFolder())).path);
  environment = await resources.use(local().start(() => {}, resources.signal));
  outage = await environment.reviewOutages.start('k8s-1', user, groups);
});
afterAll(() => {
  vi.unstubAllEnvs();
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const callerAs = async (caller: { user?: string; token?: string }) => {
  const identity = caller.user === undefined ? undefined : await environment.clientIdentity(caller.user, groups);
  const dispatcher = new Agent({
    connect: {
      ca: environment.kubernetes.ca,
      ...(identity !== undefined && { cert: identity.certificate, key: identity.key }),
    },
  });
  return async (method: string, target: string, body?: object, signal?: AbortSignal): Promise<Answer> => {
    const answer = await request(`${outage.endpoint}${target}`, {
      method,
      dispatcher,
      headers: {
        'content-type': 'application/json',
        ...(caller.token !== undefined && { authorization: `Bearer ${caller.token}` }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      ...(signal !== undefined && { signal }),
    });
    return { status: answer.statusCode, body: await answer.body.json() };
  };
};

const selfReviews = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const selfReview = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
const reviews = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
const review = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SubjectAccessReview',
  spec: { user: 'ann', resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'ns' } },
};

test('requests of the user are forwarded with its identity, which the audit log records', async () => {
  const call = await callerAs({ user });
  expect(await call('POST', selfReviews, selfReview)).toMatchObject({
    body: { status: { userInfo: { username: user } } },
  });
  expect(await call('POST', reviews, review)).toMatchObject({ status: 201, body: { status: { allowed: false } } });
  expect(await environment.auditEvents().lines({ requester: user, reviewed: 'ann' })).toHaveLength(1);
});

test('other clients do not get the permissions of the user, and a token keeps its own', async () => {
  const list = '/api/v1/namespaces';
  for (const identity of [{}, { user: 'somebody-else' }])
    expect(await (await callerAs(identity))('GET', list)).toMatchObject({ status: 403 });
  const asUser = await callerAs({ user });
  const account = '/api/v1/namespaces/default/serviceaccounts/default/token';
  const tokenRequest = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
  const granted = (await asUser('POST', account, tokenRequest)).body as { status: { token: string } };
  for (const identity of [{ token: granted.status.token }, { user, token: granted.status.token }])
    expect(await (await callerAs(identity))('POST', selfReviews, selfReview)).toMatchObject({
      body: { status: { userInfo: { username: 'system:serviceaccount:default:default' } } },
    });
});

test('a watch is forwarded event by event', async () => {
  const { certificate: cert, key } = await environment.clientIdentity(user, groups);
  const dispatcher = new Agent({ connect: { ca: environment.kubernetes.ca, cert, key } });
  const call = await callerAs({ user });
  const { body } = await call('GET', '/api/v1/namespaces');
  const { resourceVersion } = (body as { metadata: { resourceVersion: string } }).metadata;
  // The headers arrive before the first event.
  const watch = await request(`${outage.endpoint}/api/v1/namespaces?watch=true&resourceVersion=${resourceVersion}`, {
    dispatcher,
  });
  await call('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'seen' } });
  for await (const chunk of watch.body) {
    expect(String(chunk)).toMatch(/"type":"ADDED".*"name":"seen"/);
    break;
  }
  await dispatcher.destroy();
});

test('reviews fail, are cut off, or hang until the mode changes, and other requests are not affected', async () => {
  const call = await callerAs({ user });
  const tokenReviews = '/apis/authentication.k8s.io/v1/tokenreviews';
  outage.mode('refuse');
  for (const target of [reviews, `${reviews}?timeout=5s`, tokenReviews])
    expect(await call('POST', target, review)).toMatchObject({
      status: 500,
      body: { kind: 'Status', code: 500, reason: 'InternalError', details: { causes: [{}] } },
    });
  expect(await call('GET', '/api/v1/namespaces')).toMatchObject({ status: 200 });
  outage.mode('cut');
  await expect(call('POST', reviews, review)).rejects.toThrow(/closed|socket/);
  expect(await call('GET', '/api/v1/namespaces')).toMatchObject({ status: 200 });
  outage.mode('hang');
  const abandoning = new AbortController();
  const abandoned = call('POST', reviews, review, abandoning.signal);
  const closed = call('POST', reviews, review);
  await Promise.all([
    expect(abandoned).rejects.toThrow('abandoned'),
    expect(closed).rejects.toThrow(/closed|socket/),
    (async () => {
      await expect.poll(() => outage.hanging()).toBe(2);
      expect(await call('GET', '/api/v1/namespaces')).toMatchObject({ status: 200 });
      abandoning.abort(new Error('abandoned'));
      await expect.poll(() => outage.hanging()).toBe(1);
      outage.mode('none');
    })(),
  ]);
  expect(await call('POST', reviews, review)).toMatchObject({ status: 201 });
});

test('each name has one proxy, and a name without a proxy is an error', async () => {
  expect((await environment.reviewOutages.start('k8s-1', user, groups)).endpoint).toBe(outage.endpoint);
  expect(() => environment.reviewOutages.get('k8s-2')).toThrow('the reviews of k8s-2 cannot be made to fail');
});
