import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { testFolder } from '../../testing/test-folder.ts';
import { fileResources } from '../../testing/test-resources.ts';
import type { AuditQuery } from '../audit-log.ts';
import { local } from '../local/local.ts';
import type { RunningLocalEnvironment } from '../local/running-local-environment.ts';
import { auditEventsIn } from './audit-event.ts';

// These tests start real components, which `npm test` has set up before.

const resources = fileResources();
let environment: RunningLocalEnvironment;
beforeAll(async () => {
  vi.stubEnv('KFP_CONFORMANCE_STATE', (await resources.use(testFolder())).path);
  environment = await resources.use(local().start(() => {}, resources.signal));
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const callerAs = async (user: string) => {
  const { endpoint, ca } = environment.kubernetes;
  const { certificate: cert, key } = await environment.clientIdentity(user, ['system:masters']);
  const dispatcher = new Agent({ connect: { ca, cert, key } });
  return async (method: string, target: string, body?: object): Promise<unknown> => {
    const answer = await request(`${endpoint}${target}`, {
      method,
      dispatcher,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return answer.body.json();
  };
};

const reviews = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
const accessReview = (user: string, namespace: string) => ({
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SubjectAccessReview',
  spec: {
    user,
    groups: ['g'],
    resourceAttributes: { namespace, verb: 'get', group: 'pipelines.kubeflow.org', resource: 'pipelines' },
  },
});

test('an access review is in the log as soon as it is answered, with its requester and its user', async () => {
  const [one, other] = await Promise.all([callerAs('kfp-target-one'), callerAs('kfp-target-other')]);
  const reviewsOf = async (requester: string, reviewed: string) => {
    const query = { requester, reviewed };
    return auditEventsIn(await environment.auditEvents().lines(query), query).map((event) => event.review);
  };
  for (let index = 0; index < 200; index += 1) {
    await one('POST', reviews, accessReview('ann', `ns-${index}`));
    const known = await reviewsOf('kfp-target-one', 'ann');
    expect(known).toHaveLength(index + 1);
    expect(known.at(-1)).toMatchObject({ namespace: `ns-${index}`, verb: 'get', groups: ['g'], allowed: false });
  }
  await other('POST', reviews, accessReview('ann', 'elsewhere'));
  expect(await reviewsOf('kfp-target-one', 'ann')).toHaveLength(200);
  expect(await reviewsOf('kfp-target-one', 'bob')).toEqual([]);
  expect(await reviewsOf('kfp-target-other', 'ann')).toHaveLength(1);
});

test('a failed request for pipelines is in the log, and older requests can be excluded', async () => {
  const call = await callerAs('kfp-target-two');
  const list = '/apis/pipelines.kubeflow.org/v2beta1/namespaces/ns/pipelines';
  await call('GET', list).catch(() => {});
  const between = new Date(Date.now() + 1);
  await new Promise((resolve) => setTimeout(resolve, 2));
  await call('DELETE', `${list}/p`).catch(() => {});
  const requestsBy = async (query: AuditQuery) =>
    auditEventsIn(await environment.auditEvents().lines(query), query).map(({ request: asked }) => asked);
  const requester = 'kfp-target-two';
  const [first, second] = await requestsBy({ requester });
  expect(first).toEqual({ requester, verb: 'list', resource: 'pipelines', namespace: 'ns', name: '', status: 404 });
  expect(second).toEqual({ requester, verb: 'delete', resource: 'pipelines', namespace: 'ns', name: 'p', status: 404 });
  expect(await requestsBy({ requester, since: between })).toEqual([second]);
  expect(await requestsBy({ object: 'p' })).toEqual([second]);
});

test('the log contains no reviewed token', async () => {
  const call = await callerAs('kfp-target-three');
  const token = `secret-${randomUUID()}`;
  const tokenReview = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } };
  expect(await call('POST', '/apis/authentication.k8s.io/v1/tokenreviews', tokenReview)).toMatchObject({
    status: { error: expect.any(String) },
  });
  const folder = path.join(environment.stateDirectory, 'audit');
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')));
  expect(texts.join('')).toContain('"resource":"tokenreviews"');
  expect(texts.join('')).not.toContain(token);
});

test('a kubeconfig of a client identity authenticates as that identity', async () => {
  const file = await environment.clientKubeconfig('somebody', 'somebody', ['system:masters', 'others']);
  const { users } = parse(await readFile(file, 'utf8')) as {
    users: [{ user: { 'client-certificate-data': string; 'client-key-data': string } }];
  };
  const plain = (base64: string) => Buffer.from(base64, 'base64').toString();
  const { endpoint, ca } = environment.kubernetes;
  const dispatcher = new Agent({
    connect: {
      ca,
      cert: plain(users[0].user['client-certificate-data']),
      key: plain(users[0].user['client-key-data']),
    },
  });
  const answer = await request(`${endpoint}/apis/authentication.k8s.io/v1/selfsubjectreviews`, {
    method: 'POST',
    dispatcher,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }),
  });
  expect(await answer.body.json()).toMatchObject({
    status: { userInfo: { username: 'somebody', groups: ['system:masters', 'others', 'system:authenticated'] } },
  });
});
