import { expect, test } from 'vitest';
import type { KubernetesClient } from '../clients/kubernetes.ts';
import { UnusableAnswerError } from '../contract/exchange.ts';
import { receivedAnswer } from '../testing/received-answer.ts';
import { kubernetesSurface } from './crd.ts';

type Reply = readonly [status: number, body?: unknown];

/** A Kubernetes API that answers by method and by the last part of the path, and everything else with 404. */
const apiWith = (replies: Readonly<Record<string, Reply>>) => {
  const sent: string[] = [];
  const kubernetes = {
    namespace: 'team-a',
    call: async (method: string, target: string) => {
      const request = `${method} ${(target.split('?')[0] ?? '').split('/').at(-1)}`;
      sent.push(request);
      const [status, body = { kind: 'Status', message: 'not found' }] = replies[request] ?? [404];
      return receivedAnswer('kubernetes', status, body, { method, target });
    },
  } as unknown as KubernetesClient;
  return { surface: kubernetesSurface(kubernetes), toPerson: kubernetesSurface(kubernetes, 'answer'), sent };
};

const pipeline = { metadata: { name: 'p', uid: 'p-id' }, spec: {} };
const pipelines: Reply = [200, { kind: 'PipelineList', items: [pipeline] }];
const noVersions: Reply = [200, { kind: 'PipelineVersionList', items: [] }];
const ref = { id: 'v-id', pipelineId: 'p-id', name: 'v' };
const html = '<html>log in</html>';

// Why: the version part of CRUD-17 was decided by the harness, which sent nothing but lists.
test('a call on a version that no list shows is sent to the object name that it would have', async () => {
  const { surface, sent } = apiWith({ 'GET pipelines': pipelines, 'GET pipelineversions': noVersions });
  expect(await surface.updateVersion(ref, { displayName: 'x' })).toMatchObject({
    kind: 'missing',
    message: 'not found',
  });
  expect(sent.at(-1)).toBe('PATCH p-v');
  expect(await surface.deleteVersion(ref)).toMatchObject({ kind: 'missing', message: 'not found' });
  expect(sent.at(-1)).toBe('DELETE p-v');
  expect(await surface.getVersion(ref)).toMatchObject({ kind: 'missing', message: 'not found' });
  expect(sent.at(-1)).toBe('GET p-v');
});

test('the answer to a call on an unknown version is that of the target', async () => {
  const { surface } = apiWith({
    'GET pipelines': pipelines,
    'GET pipelineversions': noVersions,
    'PATCH p-v': [500, { kind: 'Status', message: 'internal error' }],
  });
  expect(await surface.updateVersion(ref, {})).toMatchObject({ kind: 'failed', status: 500 });
});

test('another object with that name is neither shown nor changed', async () => {
  const other = { kind: 'PipelineVersion', metadata: { name: 'p-v', uid: 'other' }, spec: {} };
  const { surface, sent } = apiWith({
    'GET pipelines': pipelines,
    'GET pipelineversions': noVersions,
    'GET p-v': [200, other],
  });
  expect((await surface.getVersion(ref)).kind).toBe('missing');
  expect((await surface.deleteVersion(ref)).kind).toBe('missing');
  expect((await surface.updateVersion(ref, {})).kind).toBe('missing');
  expect(sent.filter((request) => !request.startsWith('GET'))).toEqual([]);
});

// Why: 403, 500 and HTML became "missing" and lists of nothing.
test.each([
  ['403', [403, { kind: 'Status', message: 'forbidden' }]],
  ['500', [500, { kind: 'Status', message: 'etcd is away' }]],
  ['429', [429]],
  ['HTML', [200, html]],
  ['an empty body', [200, '']],
  ['items: null', [200, { kind: 'PipelineVersionList', items: null }]],
  ['{}', [200, {}]],
  ['a redirect', [302, html]],
] as const)('a look that is answered with %s says nothing about the target', async (_, reply) => {
  const { surface } = apiWith({ 'GET pipelines': reply, 'GET pipelineversions': reply });
  const looks = [
    surface.getVersion(ref),
    surface.updateVersion(ref, {}),
    surface.deleteVersion(ref),
    surface.allVersions({ id: 'p-id', name: 'p' }),
    surface.allPipelines(),
  ];
  for (const look of looks) await expect(look).rejects.toThrow(UnusableAnswerError);
});

test.each([403, 500, 503])('a get that is refused with %i is not "missing"', async (status) => {
  const { surface } = apiWith({ 'GET p': [status, { kind: 'Status', message: 'no' }] });
  await expect(surface.getPipeline({ id: 'p-id', name: 'p' })).rejects.toThrow(UnusableAnswerError);
  await expect(surface.getPipelineByName('p')).rejects.toThrow(UnusableAnswerError);
});

test('the refusal of a person whose rights are the question is an answer', async () => {
  const refused: Reply = [403, { kind: 'Status', message: 'forbidden' }];
  const { toPerson } = apiWith({ 'GET pipelines': refused, 'GET pipelineversions': refused, 'GET p': refused });
  const answers = await Promise.all([
    toPerson.getVersion(ref),
    toPerson.deleteVersion(ref),
    toPerson.allVersions({ id: 'p-id', name: 'p' }),
    toPerson.allPipelines(),
    toPerson.getPipelineByName('p'),
  ]);
  expect(answers.map(({ kind }) => kind)).toEqual(Array.from(answers, () => 'forbidden'));
});

test('a refused write is an answer, since the API server asks webhooks of the target', async () => {
  const { surface } = apiWith({ 'POST pipelines': [500, { kind: 'Status', message: 'webhook is away' }] });
  expect(await surface.createPipeline({ name: 'p' })).toMatchObject({ kind: 'failed', status: 500 });
});
