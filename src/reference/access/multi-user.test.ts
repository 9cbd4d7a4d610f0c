import { describe, expect, it } from 'vitest';
import {
  callsById,
  uploadBody,
  multipartHeaders,
  startMultiUserServer,
  versionBody,
  type Call,
} from '../testing/fake-multi-user-server.ts';
import { ApiError } from '../ground/api-error.ts';

const createBody = {
  pipeline: { name: 'q', namespace: 'team' },
  pipeline_version: { package_url: versionBody.package_url },
};
const inNamespace = (namespace: string): readonly Call[] => [
  ['GET', `/pipelines?namespace=${namespace}`],
  ['GET', `/pipelines/names/p?namespace=${namespace}`],
  ['POST', '/pipelines', JSON.stringify({ name: 'q', namespace })],
  ['POST', '/pipelines/create', JSON.stringify({ ...createBody, pipeline: { name: 'q', namespace } })],
  ['POST', `/pipelines/upload?name=q&namespace=${namespace}`, uploadBody, multipartHeaders],
];

const unknownId = '00000000-0000-0000-0000-000000000000';
const kinds = ['database', 'kubernetes'] as const;

describe.each(kinds)('the multi-user server in %s mode', (kind) => {
  it.each<[string, string | undefined, Record<string, string>?]>([
    ['no identity', undefined],
    ['an empty identity', ''],
    ['a token that is nobody’s', undefined, { authorization: 'Bearer nonsense' }],
    ['a password', undefined, { authorization: 'Basic YTpi' }],
  ])(
    'answers 401 to %s, whatever is asked, and looks nothing up (SEC-01, SEC-09, SEC-11, SEC-16)',
    async (_title, user, headers) => {
      await using server = await startMultiUserServer(kind, []);
      const { send, calls, pipeline, version } = server;
      const known = callsById(pipeline.id, version.id);
      for (const [method, url, payload, own] of [
        ...known,
        ...callsById(unknownId, unknownId),
        ...inNamespace('team'),
      ]) {
        const { status, body } = await send(user, method, url, payload, { ...own, ...headers });
        expect([method, url, status]).toEqual([method, url, 401]);
        expect(JSON.stringify(body)).not.toMatch(/nonsense|YTpi/);
      }
      expect(calls).toEqual([]);
    },
  );

  it('answers an outsider the same to a foreign id as to an unknown one (SEC-10)', async () => {
    await using server = await startMultiUserServer(kind, ['eve * other pipelines', 'eve * other pipelineversions']);
    const { send, pipeline, version } = server;
    const foreign = callsById(pipeline.id, version.id);
    const unknown = callsById(unknownId, unknownId);
    for (const [index, [method, url, payload, headers]] of foreign.entries()) {
      const [, unknownUrl = ''] = unknown[index] ?? [];
      const answer = await send('eve', method, url, payload, headers);
      const expected = await send('eve', method, unknownUrl, payload, headers);
      expect([method, url, answer.status]).toEqual([method, url, 404]);
      const masked = JSON.stringify(answer).replaceAll(pipeline.id, unknownId).replaceAll(version.id, unknownId);
      expect(masked).toBe(JSON.stringify(expected));
    }
  });

  it('answers an outsider 403 where the request itself names the namespace, and has read nothing (SEC-02)', async () => {
    await using server = await startMultiUserServer(kind, []);
    const { send, calls } = server;
    for (const [method, url, payload, headers] of inNamespace('team')) {
      expect([url, (await send('eve', method, url, payload, headers)).status]).toEqual([url, 403]);
    }
    expect(calls).toEqual([]);
  });

  it('tells whoever may see an object what is denied', async () => {
    await using server = await startMultiUserServer(kind, ['eve get team pipelines']);
    const { send, path, pipeline } = server;
    expect((await send('eve', 'GET', path)).status).toBe(200);
    const { status, body } = await send('eve', 'DELETE', path);
    expect([status, body.message]).toEqual([
      403,
      'User "eve" may not delete pipelines.pipelines.kubeflow.org "p" in the namespace "team".',
    ]);
    expect(
      (await send('eve', 'POST', `/pipelines/upload_version?pipelineid=${pipeline.id}`, uploadBody, multipartHeaders))
        .status,
    ).toBe(403);
  });

  it('serves a member, by header and by token, uploads too', async () => {
    const grants = ['alice', 'bob'].flatMap((user) => [`${user} * team pipelines`, `${user} * team pipelineversions`]);
    await using server = await startMultiUserServer(kind, grants);
    const { send, pipeline, version } = server;
    const bob = { authorization: 'Bearer bob-token' };
    expect((await send('alice', 'GET', '/pipelines?namespace=team')).body.total_size).toBe(1);
    expect((await send(undefined, 'GET', `/pipelines/${pipeline.id}`, undefined, bob)).status).toBe(200);
    expect(
      (await send('alice', 'POST', '/pipelines/upload?name=q&namespace=team', uploadBody, multipartHeaders)).body,
    ).toMatchObject({
      namespace: 'team',
    });
    const calls = callsById(pipeline.id, version.id);
    const deletes = calls.filter(([method]) => method === 'DELETE').toReversed();
    for (const [method, url, payload, headers] of [...calls.filter((call) => !deletes.includes(call)), ...deletes]) {
      // A version by URL would be downloaded.
      if (payload === JSON.stringify(versionBody)) continue;
      expect([method, url, (await send('alice', method, url, payload, headers)).status]).toEqual([method, url, 200]);
    }
  });

  it.each(['a%2Fb', '..', 'Team', 'x'.repeat(64), '%00', 'team%20'])(
    'refuses the namespace %s before asking anybody (SEC-21)',
    async (namespace) => {
      await using server = await startMultiUserServer(kind, []);
      const { send, calls, asked } = server;
      for (const url of [`/pipelines?namespace=${namespace}`, `/pipelines/names/p?namespace=${namespace}`]) {
        expect((await send('eve', 'GET', url)).status).toBe(400);
      }
      const upload = await send(
        'eve',
        'POST',
        `/pipelines/upload?namespace=${namespace}`,
        uploadBody,
        multipartHeaders,
      );
      expect([upload.status, calls, asked]).toEqual([400, [], []]);
    },
  );

  it('needs a namespace where that is required (SHR-09)', async () => {
    await using server = await startMultiUserServer(kind, [], { requireNamespace: true });
    const { send } = server;
    for (const namespace of ['', '-']) {
      for (const [method, url, payload, headers] of inNamespace(namespace)) {
        expect([url, (await send('eve', method, url, payload, headers)).status]).toEqual([url, 400]);
      }
    }
  });

  it('lets everybody read and nobody write with MULTIUSER_SHARED_READ (SEC-14)', async () => {
    await using server = await startMultiUserServer(kind, [], { sharedRead: true });
    const { send, pipeline, version } = server;
    for (const [method, url, payload, headers] of [...callsById(pipeline.id, version.id), ...inNamespace('team')]) {
      const status = async (user?: string) => (await send(user, method, url, payload, headers)).status;
      // A pipeline that everybody may read is denied with 403, not hidden with 404.
      const expected = method === 'GET' ? [200, 200] : [401, 403];
      expect([url, await status(), await status('eve')]).toEqual([url, ...expected]);
    }
  });

  it('gives no access to an object that a name reaches by another spelling (SEC-22)', async () => {
    await using server = await startMultiUserServer(kind, ['eve get team pipelines/P']);
    const { send, store, pipeline } = server;
    store.getPipelineByName = async () => pipeline;
    const reached = await send('eve', 'GET', '/pipelines/names/P?namespace=team');
    store.getPipelineByName = () => Promise.reject(new ApiError('not-found', 'No.'));
    expect(reached).toEqual(await send('eve', 'GET', '/pipelines/names/P?namespace=team'));
    expect(reached.status).toBe(404);
  });

  it('says to everybody that it serves many users', async () => {
    await using server = await startMultiUserServer(kind, []);
    const { send } = server;
    expect((await send(undefined, 'GET', '/healthz')).body).toMatchObject({ multi_user: true });
    expect((await send(undefined, 'GET', '/apis/v1beta1/healthz')).body).toMatchObject({ multi_user: true });
  });
});

describe('the v1beta1 API of the multi-user server', () => {
  const v1 = (id: string): readonly Call[] => [
    ['GET', `/apis/v1beta1/pipelines/${id}`],
    ['DELETE', `/apis/v1beta1/pipelines/${id}`],
  ];
  const named: readonly Call[] = [
    ['GET', '/apis/v1beta1/pipelines?resource_reference_key.type=NAMESPACE&resource_reference_key.id=team'],
    ['GET', '/apis/v1beta1/namespaces/team/pipelines/p'],
  ];

  it('is no way around the rights', async () => {
    await using server = await startMultiUserServer('database', ['alice get team pipelines']);
    const { send, pipeline } = server;
    for (const [method, url] of [...v1(pipeline.id), ...named]) {
      expect([url, (await send(undefined, method, url)).status]).toEqual([url, 401]);
    }
    for (const [index, [method, url]] of v1(pipeline.id).entries()) {
      const { status, body } = await send('eve', method, url);
      const unknown = await send('eve', method, v1(unknownId)[index]?.[1] ?? '');
      expect([url, status]).toEqual([url, 404]);
      expect(JSON.stringify(body).replaceAll(pipeline.id, unknownId)).toBe(JSON.stringify(unknown.body));
    }
    for (const [method, url] of named) expect([url, (await send('eve', method, url)).status]).toEqual([url, 403]);
    expect((await send('alice', 'GET', `/apis/v1beta1/pipelines/${pipeline.id}`)).body).toMatchObject({ name: 'p' });
  });
});

describe('rights to versions', () => {
  it.each<[string, string, number]>([
    ['pipelines only', 'alice * team pipelines', 404],
    ['versions only', 'alice * team pipelineversions', 404],
  ])('in Kubernetes mode are not had with rights to %s (SEC-04)', async (_title, grant, status) => {
    await using server = await startMultiUserServer('kubernetes', [grant]);
    const { send, path, version } = server;
    expect((await send('alice', 'GET', `${path}/versions/${version.id}`)).status).toBe(status);
    expect((await send('alice', 'DELETE', `${path}/versions/${version.id}`)).status).toBe(status);
    expect([403, 404]).toContain((await send('alice', 'GET', `${path}/versions`)).status);
  });

  it.each(['pipelines', 'pipelineversions'])(
    'in Kubernetes mode are needed for a pipeline with its first version, as well as %s (SEC-04)',
    async (resource) => {
      await using server = await startMultiUserServer('kubernetes', [`alice * team ${resource}`]);
      const upload = await server.send(
        'alice',
        'POST',
        '/pipelines/upload?name=q&namespace=team',
        uploadBody,
        multipartHeaders,
      );
      const create = await server.send('alice', 'POST', '/pipelines/create', JSON.stringify(createBody));
      expect([upload.status, create.status, server.calls]).toEqual([403, 403, []]);
    },
  );

  it('in Kubernetes mode are told apart by the name of the object', async () => {
    await using server = await startMultiUserServer('kubernetes', ['alice get team pipelines/p']);
    const { send, path, version, asked } = server;
    await send('alice', 'GET', `${path}/versions/${version.id}`);
    expect(version.objectName).toBeDefined();
    expect(asked.map(({ resource, name }) => [resource, name])).toEqual([
      ['pipelines', 'p'],
      ['pipelineversions', version.objectName],
    ]);
  });

  it('in database mode come with those to pipelines (SEC-05)', async () => {
    await using server = await startMultiUserServer('database', ['alice * team pipelines']);
    const { send, path, version } = server;
    expect((await send('alice', 'GET', `${path}/versions/${version.id}`)).status).toBe(200);
    expect((await send('alice', 'GET', `${path}/versions`)).body.total_size).toBe(1);
  });
});
