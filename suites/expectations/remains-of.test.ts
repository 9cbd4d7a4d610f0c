import { AssertionError } from 'node:assert/strict';
import { expect, test } from 'vitest';
import type { KfpClient } from '../../src/clients/kfp.ts';
import type { KubernetesClient } from '../../src/clients/kubernetes.ts';
import { UnusableAnswerError } from '../../src/contract/exchange.ts';
import { kubernetesSurface } from '../../src/lanes/crd.ts';
import type { PackageServer } from '../../src/lanes/package-server.ts';
import { restSurface } from '../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { receivedAnswer } from '../../src/testing/received-answer.ts';
import { remainsOf } from './remains-of.ts';

type Reply = readonly [status: number, body?: unknown];
const gone: Reply = [404, { kind: 'Status', message: 'not found' }];
const none: Reply = [200, { kind: 'PipelineVersionList', items: [] }];
const orphan: Reply = [200, { kind: 'PipelineVersionList', items: [{ spec: { pipelineName: 'p' } }] }];

const inKubernetes = (pipeline: Reply, versions: Reply): Promise<string> => {
  const kubernetes = {
    namespace: 'team-a',
    call: async (_: string, target: string) =>
      receivedAnswer('kubernetes', ...(target.endsWith('/pipelineversions') ? versions : pipeline)),
  } as unknown as KubernetesClient;
  return remainsOf({ kubernetes } as ScenarioContext, kubernetesSurface(kubernetes), 'p');
};

const onRest = (...reply: Reply): Promise<string> => {
  const kfp = { call: async () => receivedAnswer('rest', ...reply) } as unknown as KfpClient;
  return remainsOf({} as ScenarioContext, restSurface(kfp, {} as PackageServer, 'fetched'), 'p');
};

test('nothing is left after a 404 and a list without versions of that name', async () => {
  expect(await inKubernetes(gone, none)).toBe('nothing');
  expect(await inKubernetes(gone, orphan)).toBe('1 version, no pipeline');
  expect(await onRest(404, { code: 5 })).toBe('nothing');
});

// Why: 403 and 500 of the Kubernetes API, and a list that was none, were "nothing".
test.each([
  ['403', [403, { kind: 'Status', message: 'forbidden' }]],
  ['500', [500, { kind: 'Status', message: 'etcd is away' }]],
  ['HTML', [200, '<html>log in</html>']],
  ['an empty body', [200, '']],
  ['{}', [200, {}]],
  ['a redirect', [302, '']],
] as const)('a look that is answered with %s does not say that nothing is left', async (_, reply) => {
  await expect(inKubernetes(gone, reply)).rejects.toThrow(UnusableAnswerError);
  await expect(inKubernetes(reply, none)).rejects.toThrow(UnusableAnswerError);
});

test('a list whose items are null is none', async () => {
  await expect(inKubernetes(gone, [200, { kind: 'PipelineVersionList', items: null }])).rejects.toThrow(
    UnusableAnswerError,
  );
});

test('by REST a refusal is described, and what is no answer of KFP says nothing', async () => {
  expect(await onRest(503, '<html>away</html>')).toBe('get by name: failed');
  expect(await onRest(403, { code: 7 })).toBe('get by name: forbidden');
  await expect(onRest(200, '<html>log in</html>')).rejects.toThrow(UnusableAnswerError);
  await expect(onRest(200, [])).rejects.toThrow(AssertionError);
});
