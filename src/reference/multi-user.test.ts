import { afterEach, describe, expect, it } from 'vitest';
import type { ResourceAttributes } from './access-attributes.ts';
import type { AccessReviews } from './access-reviews.ts';
import { fakePipelineStore } from './fake-pipeline-store.ts';
import type { MultiUserConfiguration } from './multi-user-configuration.ts';
import { multiUser } from './multi-user.ts';
import { packageDownloader } from './package-download.ts';
import type { NewVersion, PipelineStore } from './pipeline-store.ts';
import { Refusal } from './refusal.ts';
import { createServer, serveApi } from './server.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const resource of open.splice(0)) await resource[Symbol.asyncDispose]();
});

const configuration: MultiUserConfiguration = {
  identity: { userHeader: 'kubeflow-userid', userPrefix: '', audience: 'kfp' },
  sharedRead: false,
  requireNamespace: false,
  sharedPipelines: 'namespace',
  sharedNamespace: 'kubeflow-shared-pipelines',
};
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=b' };
const FILE = [
  '--b\r\nContent-Disposition: form-data; name="uploadfile"; filename="train.json"\r\n\r\n',
  '{"pipelineInfo":{"name":"train"},"root":{},"schemaVersion":"2.1.0"}\r\n--b--\r\n',
].join('');

/** A store that counts what is asked of it. */
function watchedStore(kind: PipelineStore['kind']) {
  const calls: string[] = [];
  const store = new Proxy(fakePipelineStore(kind), {
    get: (target, name, receiver) => {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        calls.push(String(name));
        return Reflect.apply(member, target, args);
      };
    },
  });
  return { store, calls };
}

/** `grants` are `user verb namespace resource[/name]`, with `*` for any verb. */
async function start(
  kind: PipelineStore['kind'],
  grants: readonly string[],
  overrides: Partial<MultiUserConfiguration> = {},
) {
  const { store, calls } = watchedStore(kind);
  const asked: ResourceAttributes[] = [];
  const reviews: AccessReviews = {
    whose: async (token) => (token === 'bob-token' ? { user: 'bob', groups: [] } : undefined),
    isAllowed: async ({ user }, attributes) => {
      asked.push(attributes);
      const { verb, namespace = '', resource, name } = attributes;
      return [verb, '*'].some((wanted) =>
        [resource, `${resource}/${name}`].some((what) => grants.includes(`${user} ${wanted} ${namespace} ${what}`)),
      );
    },
  };
  const server = createServer('silent');
  const packages = packageDownloader({ validate: true, allowHttp: false, allowedDomains: [], timeoutMs: 1000 });
  const tenancy = multiUser({ ...configuration, ...overrides }, { store: kind, systemNamespace: 'kubeflow' }, reviews);
  serveApi(server, { store, packages, pageTokenKey: Buffer.alloc(32, 1), blockV1: false, tenancy });
  open.push({ [Symbol.asyncDispose]: () => server.close() }, packages);
  const pipeline = await store.createPipeline({
    namespace: 'team',
    name: 'p',
    displayName: 'p',
    description: '',
    tags: {},
  });
  const version = await store.createVersion(pipeline.id, newVersion('v'));
  calls.splice(0);
  const send = async (
    user: string | undefined,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: string,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const identity = user === undefined ? {} : { 'kubeflow-userid': user };
    const answer = await server.inject({
      method,
      url: url.startsWith('/apis') ? url : `/apis/v2beta1${url}`,
      headers: { ...headers, ...identity },
      ...(payload === undefined ? {} : { payload }),
    });
    const { date: _date, ...answered } = answer.headers;
    return { status: answer.statusCode, body: answer.json(), headers: answered };
  };
  return { store, calls, asked, send, pipeline, version, path: `/pipelines/${pipeline.id}` };
}

const newVersion = (name: string): NewVersion => ({
  name,
  displayName: name,
  description: '',
  tags: {},
  codeSourceUrl: '',
  packageUrl: '',
  pipelineSpec: {},
  platformSpec: undefined,
});

type Call = readonly ['GET' | 'POST' | 'PATCH' | 'DELETE', string, string?, Record<string, string>?];
const VERSION = { pipeline_id: 'x', name: 'w', package_url: { pipeline_url: 'https://github.com/p.yaml' } };
const byId = (pipeline: string, version: string): readonly Call[] => [
  ['GET', `/pipelines/${pipeline}`],
  ['PATCH', `/pipelines/${pipeline}`, '{"display_name":"x"}'],
  ['DELETE', `/pipelines/${pipeline}`],
  ['GET', `/pipelines/${pipeline}/versions`],
  ['POST', `/pipelines/${pipeline}/versions`, JSON.stringify(VERSION)],
  ['GET', `/pipelines/${pipeline}/versions/${version}`],
  ['PATCH', `/pipelines/${pipeline}/versions/${version}`, '{"display_name":"x"}'],
  ['DELETE', `/pipelines/${pipeline}/versions/${version}`],
  ['POST', `/pipelines/upload_version?pipelineid=${pipeline}`, FILE, MULTIPART],
];
const CREATE = { pipeline: { name: 'q', namespace: 'team' }, pipeline_version: { package_url: VERSION.package_url } };
const inNamespace = (namespace: string): readonly Call[] => [
  ['GET', `/pipelines?namespace=${namespace}`],
  ['GET', `/pipelines/names/p?namespace=${namespace}`],
  ['POST', '/pipelines', JSON.stringify({ name: 'q', namespace })],
  ['POST', '/pipelines/create', JSON.stringify({ ...CREATE, pipeline: { name: 'q', namespace } })],
  ['POST', `/pipelines/upload?name=q&namespace=${namespace}`, FILE, MULTIPART],
];

const unknownId = '00000000-0000-0000-0000-000000000000';
const KINDS = ['database', 'kubernetes'] as const;

describe.each(KINDS)('the multi-user server in %s mode', (kind) => {
  it.each<[string, string | undefined, Record<string, string>?]>([
    ['no identity', undefined],
    ['an empty identity', ''],
    ['a token that is nobody’s', undefined, { authorization: 'Bearer nonsense' }],
    ['a password', undefined, { authorization: 'Basic YTpi' }],
  ])(
    'answers 401 to %s, whatever is asked, and looks nothing up (SEC-01, SEC-09, SEC-11, SEC-16)',
    async (_title, user, headers) => {
      const { send, calls, pipeline, version } = await start(kind, []);
      const known = byId(pipeline.id, version.id);
      for (const [method, url, payload, own] of [...known, ...byId(unknownId, unknownId), ...inNamespace('team')]) {
        const { status, body } = await send(user, method, url, payload, { ...own, ...headers });
        expect([method, url, status]).toEqual([method, url, 401]);
        expect(JSON.stringify(body)).not.toMatch(/nonsense|YTpi/);
      }
      expect(calls).toEqual([]);
    },
  );

  it('answers an outsider the same to a foreign id as to an unknown one (SEC-10)', async () => {
    const { send, pipeline, version } = await start(kind, ['eve * other pipelines', 'eve * other pipelineversions']);
    const foreign = byId(pipeline.id, version.id);
    const unknown = byId(unknownId, unknownId);
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
    const { send, calls } = await start(kind, []);
    for (const [method, url, payload, headers] of inNamespace('team')) {
      expect([url, (await send('eve', method, url, payload, headers)).status]).toEqual([url, 403]);
    }
    expect(calls).toEqual([]);
  });

  it('tells whoever may see an object what is denied', async () => {
    const { send, path, pipeline } = await start(kind, ['eve get team pipelines']);
    expect((await send('eve', 'GET', path)).status).toBe(200);
    const { status, body } = await send('eve', 'DELETE', path);
    expect([status, body.message]).toEqual([
      403,
      'User "eve" may not delete pipelines.pipelines.kubeflow.org "p" in the namespace "team".',
    ]);
    expect(
      (await send('eve', 'POST', `/pipelines/upload_version?pipelineid=${pipeline.id}`, FILE, MULTIPART)).status,
    ).toBe(403);
  });

  it('serves a member, by header and by token, uploads too', async () => {
    const grants = ['alice', 'bob'].flatMap((user) => [`${user} * team pipelines`, `${user} * team pipelineversions`]);
    const { send, pipeline, version } = await start(kind, grants);
    const bob = { authorization: 'Bearer bob-token' };
    expect((await send('alice', 'GET', '/pipelines?namespace=team')).body.total_size).toBe(1);
    expect((await send(undefined, 'GET', `/pipelines/${pipeline.id}`, undefined, bob)).status).toBe(200);
    expect(
      (await send('alice', 'POST', '/pipelines/upload?name=q&namespace=team', FILE, MULTIPART)).body,
    ).toMatchObject({
      namespace: 'team',
    });
    const calls = byId(pipeline.id, version.id);
    const deletes = calls.filter(([method]) => method === 'DELETE').toReversed();
    for (const [method, url, payload, headers] of [...calls.filter((call) => !deletes.includes(call)), ...deletes]) {
      // A version by URL would be downloaded.
      if (payload === JSON.stringify(VERSION)) continue;
      expect([method, url, (await send('alice', method, url, payload, headers)).status]).toEqual([method, url, 200]);
    }
  });

  it.each(['a%2Fb', '..', 'Team', 'x'.repeat(64), '%00', 'team%20'])(
    'refuses the namespace %s before asking anybody (SEC-21)',
    async (namespace) => {
      const { send, calls, asked } = await start(kind, []);
      for (const url of [`/pipelines?namespace=${namespace}`, `/pipelines/names/p?namespace=${namespace}`]) {
        expect((await send('eve', 'GET', url)).status).toBe(400);
      }
      const upload = await send('eve', 'POST', `/pipelines/upload?namespace=${namespace}`, FILE, MULTIPART);
      expect([upload.status, calls, asked]).toEqual([400, [], []]);
    },
  );

  it('needs a namespace where that is required (SHR-09)', async () => {
    const { send } = await start(kind, [], { requireNamespace: true });
    for (const namespace of ['', '-']) {
      for (const [method, url, payload, headers] of inNamespace(namespace)) {
        expect([url, (await send('eve', method, url, payload, headers)).status]).toEqual([url, 400]);
      }
    }
  });

  it('lets everybody read and nobody write with MULTIUSER_SHARED_READ (SEC-14)', async () => {
    const { send, pipeline, version } = await start(kind, [], { sharedRead: true });
    for (const [method, url, payload, headers] of [...byId(pipeline.id, version.id), ...inNamespace('team')]) {
      expect([url, (await send(undefined, method, url, payload, headers)).status]).toEqual([
        url,
        method === 'GET' ? 200 : 401,
      ]);
    }
  });

  it('gives no access to an object that a name reaches by another spelling (SEC-22)', async () => {
    const { send, store, pipeline } = await start(kind, ['eve get team pipelines/P']);
    store.getPipelineByName = async () => pipeline;
    const reached = await send('eve', 'GET', '/pipelines/names/P?namespace=team');
    store.getPipelineByName = () => Promise.reject(new Refusal('not-found', 'No.'));
    expect(reached).toEqual(await send('eve', 'GET', '/pipelines/names/P?namespace=team'));
    expect(reached.status).toBe(404);
  });

  it('says to everybody that it serves many users', async () => {
    const { send } = await start(kind, []);
    expect((await send(undefined, 'GET', '/healthz')).body).toMatchObject({ multi_user: true });
    expect((await send(undefined, 'GET', '/apis/v1beta1/healthz')).body).toMatchObject({ multi_user: true });
  });
});

describe('rights to versions', () => {
  it.each<[string, string, number]>([
    ['pipelines only', 'alice * team pipelines', 404],
    ['versions only', 'alice * team pipelineversions', 404],
  ])('in Kubernetes mode are not had with rights to %s (SEC-04)', async (_title, grant, status) => {
    const { send, path, version } = await start('kubernetes', [grant]);
    expect((await send('alice', 'GET', `${path}/versions/${version.id}`)).status).toBe(status);
    expect((await send('alice', 'DELETE', `${path}/versions/${version.id}`)).status).toBe(status);
    expect([403, 404]).toContain((await send('alice', 'GET', `${path}/versions`)).status);
  });

  it('in Kubernetes mode are told apart by the name of the object', async () => {
    const { send, path, version, asked } = await start('kubernetes', ['alice get team pipelines/p']);
    await send('alice', 'GET', `${path}/versions/${version.id}`);
    expect(version.objectName).toBeDefined();
    expect(asked.map(({ resource, name }) => [resource, name])).toEqual([
      ['pipelines', 'p'],
      ['pipelineversions', version.objectName],
    ]);
  });

  it('in database mode come with those to pipelines (SEC-05)', async () => {
    const { send, path, version } = await start('database', ['alice * team pipelines']);
    expect((await send('alice', 'GET', `${path}/versions/${version.id}`)).status).toBe(200);
    expect((await send('alice', 'GET', `${path}/versions`)).body.total_size).toBe(1);
  });
});

describe('shared pipelines', () => {
  const upload = ['POST', '/pipelines/upload?name=s', FILE, MULTIPART] as const;

  it('in database mode are every user’s to read and the system’s to write (SHR-01, SHR-02, SHR-03)', async () => {
    const { send } = await start('database', ['admin * kubeflow pipelines', 'eve * team pipelines']);
    expect((await send('eve', ...upload)).status).toBe(403);
    expect((await send('eve', 'POST', '/pipelines', '{"name":"s"}')).status).toBe(403);
    const { status, body } = await send('admin', 'POST', '/pipelines/upload?name=s&namespace=-', FILE, MULTIPART);
    expect([status, body.namespace]).toEqual([200, undefined]);
    expect((await send('eve', 'GET', '/pipelines')).body).toMatchObject({ pipelines: [{ name: 's' }], total_size: 1 });
    expect((await send('eve', 'GET', `/pipelines/${body.pipeline_id}/versions`)).status).toBe(200);
    expect((await send('eve', 'GET', '/pipelines/names/s')).status).toBe(200);
    expect((await send('eve', 'DELETE', `/pipelines/${body.pipeline_id}`)).status).toBe(403);
    expect((await send(undefined, 'GET', `/pipelines/${body.pipeline_id}`)).status).toBe(401);
  });

  it('in Kubernetes mode are those of their namespace, under its ordinary rights (SHR-04, SHR-05, SHR-06, SHR-08)', async () => {
    const shared = 'kubeflow-shared-pipelines';
    const { send } = await start('kubernetes', [
      `admin * ${shared} pipelines`,
      `admin * ${shared} pipelineversions`,
      `alice list ${shared} pipelines`,
      'eve * team pipelines',
    ]);
    expect((await send('admin', ...upload)).body).toMatchObject({ namespace: shared });
    for (const url of [
      '/pipelines',
      '/pipelines?namespace=',
      '/pipelines?namespace=-',
      `/pipelines?namespace=${shared}`,
    ]) {
      expect((await send('alice', 'GET', url)).body).toMatchObject({ pipelines: [{ name: 's' }], total_size: 1 });
      expect((await send('eve', 'GET', url)).status).toBe(403);
    }
    expect((await send('eve', 'GET', '/pipelines/names/p')).status).toBe(403);
    expect((await send('eve', ...upload)).status).toBe(403);
  });

  it('in Kubernetes mode may be cluster-scoped, with rights of their own', async () => {
    const { send, asked } = await start('kubernetes', ['admin *  sharedpipelines'], { sharedPipelines: 'cluster' });
    expect((await send('admin', 'POST', '/pipelines', '{"name":"s"}')).body).not.toHaveProperty('namespace');
    expect((await send('eve', 'GET', '/pipelines')).status).toBe(403);
    expect(asked.every((attributes) => attributes.namespace === undefined)).toBe(true);
  });
});
