import { describe, expect, test } from 'vitest';
import { features, type Feature } from '../contract/feature.ts';
import { probe, probes } from './probe.ts';
import { findFeature } from './probes/feature-probe.ts';
import { answeringTarget, type Replies, type Reply } from './probes/testing/answering-target.ts';

const created = (namespace: string): Reply => [200, { pipeline_id: 'id', ...(namespace !== '' && { namespace }) }];
const removed: Replies = [
  ['DELETE', [200, {}]],
  ['GET /apis/v2beta1/pipelines/names/', [404, { code: 5 }]],
];
const version = '/versions';
const pipeline = 'POST /apis/v2beta1/pipelines';
const objects = 'POST /apis/pipelines.kubeflow.org/v2beta1/namespaces/ns/';
const object: Reply = [201, { metadata: { name: 'probe' } }];
const owned: Reply = [201, { metadata: { name: 'probe', ownerReferences: [{ kind: 'Pipeline' }] } }];
const sharedObject = 'GET /apis/pipelines.kubeflow.org/v2beta1/namespaces/shared/pipelines/probe';
const clusterObject = 'GET /apis/pipelines.kubeflow.org/v2beta1/sharedpipelines/probe';
const own: Reply = [200, { metadata: { uid: 'id' } }];

/** The request that decides each feature, and the replies to the requests before it. */
const decisive: Readonly<Record<Feature, { readonly request: string; readonly before: Replies }>> = {
  webhook: { request: `${objects}pipelineversions`, before: [[`${objects}pipelines`, object]] },
  v1beta1: { request: 'GET /apis/v1beta1/pipelines', before: [] },
  'loopback-package-url': { request: version, before: [[pipeline, created('ns')]] },
  'shared-namespace': { request: sharedObject, before: [[pipeline, created('shared')]] },
  'shared-cluster': { request: clusterObject, before: [[pipeline, created('')]] },
};

const stateOf = async (feature: Feature, reply: Reply, before = decisive[feature].before) => {
  const { context, sent } = answeringTarget([[decisive[feature].request, reply], ...before, ...removed]);
  return { ...(await findFeature(probes[feature], context)), sent };
};

describe('the answer that means presence', () => {
  test.each<[Feature, Reply]>([
    ['webhook', owned],
    ['v1beta1', [200, {}]],
    ['v1beta1', [200, { pipelines: [{ id: 'one' }] }]],
    ['loopback-package-url', [200, { pipeline_version_id: 'v' }]],
    ['shared-namespace', own],
    ['shared-cluster', own],
  ])('%s: %j', async (feature, reply) => {
    expect(await stateOf(feature, reply)).toMatchObject({ state: 'present' });
  });
});

describe('the answers that mean absence', () => {
  test.each<[Feature, Reply, Replies?]>([
    ['webhook', object],
    [
      'v1beta1',
      [500, { code: 13, message: 'Internal error: the v1 API is not available for the Kubernetes pipeline store\n…' }],
    ],
    ['v1beta1', [501, { code: 12, message: 'This call of the v1beta1 API is not served.' }]],
    ['v1beta1', [404, '404 page not found']],
    ['loopback-package-url', [400, { code: 3, message: 'Invalid input error: Pipeline URL validation failed' }]],
    ['loopback-package-url', [400, { code: 3, message: 'Fetching the pipeline definition from http://x failed: E.' }]],
    [
      'loopback-package-url',
      [500, { code: 13, message: 'InternalServerError: … due error downloading the pipeline spec from http://x' }],
    ],
    ['shared-namespace', own, [[pipeline, [409, { code: 10, message: 'BadRequestError: : A namespace is required' }]]]],
    [
      'shared-namespace',
      own,
      [[pipeline, [400, { code: 3, message: 'Namespace is required for pipeline operations' }]]],
    ],
    ['shared-namespace', own, [[pipeline, created('')]]],
    ['shared-namespace', [404, { kind: 'Status' }]],
    ['shared-cluster', own, [[pipeline, [409, { code: 10 }]]]],
    ['shared-cluster', own, [[pipeline, created('shared')]]],
    ['shared-cluster', [404, '404 page not found']],
  ])('%s: %j %j', async (feature, reply, before) => {
    expect(await stateOf(feature, reply, before)).toMatchObject({ state: 'absent' });
  });

  test('features that the settings rule out are absent without a request', async () => {
    for (const [feature, settings] of [
      ['webhook', { inDatabase: true }],
      ['shared-namespace', { inDatabase: true }],
      ['shared-cluster', { tenancy: 'single-user' }],
    ] as const) {
      const { context, sent } = answeringTarget([], settings);
      expect(await findFeature(probes[feature], context)).toMatchObject({ state: 'absent' });
      expect(sent).toEqual([]);
    }
  });
});

// Why: every answer but the one of presence was taken for absence, so one 503 removed the checks that depend on it.
describe('every other answer leaves a feature undetermined', () => {
  const others: readonly Reply[] = [
    [503, 'upstream connect error'],
    [500, { code: 13, message: 'Internal Server Error' }],
    [502, '<html>'],
    [429, {}],
    [401, { code: 16 }],
    [403, { code: 7 }],
    [400, { code: 3, message: 'mutant' }],
    [409, { code: 6, message: 'Already exist error' }],
    [200, '<html>log in</html>'],
    [302, ''],
    [200, []],
  ];
  test.each(features.flatMap((feature) => others.map((reply) => [feature, reply] as const)))(
    '%s: %j',
    async (feature, reply) => {
      expect(await stateOf(feature, reply)).toMatchObject({ state: 'undetermined' });
    },
  );

  test.each<[Feature, Reply]>([
    ['v1beta1', [200, { pipelines: 'none' }]],
    ['loopback-package-url', [200, {}]],
    ['shared-namespace', [200, { metadata: { uid: 'of another pipeline' } }]],
    ['webhook', [201, {}]],
  ])('%s: the success %j without the shape of one', async (feature, reply) => {
    expect(await stateOf(feature, reply)).toMatchObject({ state: 'undetermined', unusable: false });
  });

  test.each<[Reply]>([[[200, '<html>log in</html>']], [[302, '']], ['unusable']])(
    '%j cannot come from a KFP server',
    async (reply) => {
      expect(await stateOf('v1beta1', reply)).toMatchObject({ state: 'undetermined', unusable: true });
    },
  );

  // Why: an installation whose Deployment the user may not read was said to lack the feature.
  test('a shared pipeline in a namespace that the harness did not expect', async () => {
    const replies: Replies = [[pipeline, created('elsewhere')], ...removed];
    const ask = ({ context }: ReturnType<typeof answeringTarget>) => findFeature(probes['shared-namespace'], context);
    expect(await ask(answeringTarget(replies, { installed: true }))).toMatchObject({ state: 'undetermined' });
    expect(await ask(answeringTarget(replies))).toMatchObject({ state: 'absent' });
  });

  test('a refused step before the decisive one says nothing about the feature', async () => {
    const refusals: Replies = [
      [pipeline, [503, 'no']],
      [`${objects}pipelines`, [403, {}]],
    ];
    for (const feature of ['webhook', 'loopback-package-url', 'shared-namespace', 'shared-cluster'] as const)
      expect(await stateOf(feature, own, refusals)).toMatchObject({ state: 'undetermined' });
  });
});

describe('the objects of a probe are removed', () => {
  test('after an undecided answer to the decisive request', async () => {
    const { sent } = await stateOf('loopback-package-url', [503, '']);
    expect(sent).toContain('DELETE /apis/v2beta1/pipelines/id?cascade=true');
  });

  test('after no answer to the decisive request, which is what is reported', async () => {
    const { context, sent } = answeringTarget([
      [`${objects}pipelineversions`, 'silence'],
      [`${objects}pipelines`, object],
      ['DELETE', 'silence'],
    ]);
    await expect(findFeature(probes.webhook, context)).rejects.toThrow(/POST .*pipelineversions got no answer/);
    expect(sent.filter((line) => line.startsWith('DELETE'))).toHaveLength(2);
  });

  test('a pipeline whose creation seemed to fail is looked for by its name', async () => {
    const { context, sent } = answeringTarget([
      ['GET /apis/v2beta1/pipelines/names/probe', [200, { pipeline_id: 'stored' }]],
      [pipeline, [503, '']],
      ['DELETE', [200, {}]],
    ]);
    expect(await findFeature(probes['loopback-package-url'], context)).toMatchObject({ state: 'undetermined' });
    expect(sent.at(-1)).toBe('DELETE /apis/v2beta1/pipelines/stored?cascade=true');
  });

  test('a feature whose objects stay is undetermined', async () => {
    const { context } = answeringTarget([
      [version, [200, { pipeline_version_id: 'v' }]],
      [pipeline, created('ns')],
      ['DELETE', [503, 'later']],
    ]);
    expect(await findFeature(probes['loopback-package-url'], context)).toEqual({
      state: 'undetermined',
      because: 'objects of the probe were not removed: DELETE /apis/v2beta1/pipelines/id was answered 503: later',
      unusable: false,
    });
  });

  test('a refusal that means absence leaves nothing to look for', async () => {
    const { sent } = await stateOf('shared-namespace', own, [[pipeline, [409, { code: 10 }]]]);
    expect(sent).toEqual(['POST /apis/v2beta1/pipelines']);
  });
});

describe('the probes of a target', () => {
  const whole: Replies = [
    ['GET /apis/v1beta1/pipelines', [200, {}]],
    [version, [200, { pipeline_version_id: 'v' }]],
    [pipeline, created('shared')],
    [sharedObject, own],
    [`${objects}pipelineversions`, owned],
    [`${objects}pipelines`, object],
    ...removed,
  ];

  test('each feature is in one record', async () => {
    const { context } = answeringTarget([
      ['GET /apis/v1beta1/pipelines', [503, 'upstream connect error']],
      [sharedObject, 'silence'],
      ...whole,
    ]);
    expect(await probe(() => context, [])).toMatchObject({
      features: { webhook: true, 'loopback-package-url': true, 'shared-cluster': false },
      undeterminedFeatures: {
        v1beta1: 'GET /apis/v1beta1/pipelines was answered 503: upstream connect error',
        'shared-namespace': expect.stringContaining('got no answer: timed out') as string,
      },
    });
  });

  test('a required feature is assumed, and not asked for', async () => {
    const { context, sent } = answeringTarget([[version, [400, {}]], ...whole]);
    const { features: found, undeterminedFeatures } = await probe(() => context, ['loopback-package-url']);
    expect(found['loopback-package-url']).toBe(true);
    expect(undeterminedFeatures).toEqual({});
    expect(sent.filter((line) => line.includes(version))).toEqual([]);
  });
});
