import { afterEach, describe, expect, it } from 'vitest';
import { fakePipelineStore } from '../testing/fake-pipeline-store.ts';
import { packageDownloader } from '../definitions/package-download.ts';
import type { PipelineStore } from '../model/pipeline-store.ts';
import { ApiError } from '../ground/api-error.ts';
import { createServer, serveApi } from './server.ts';
import { singleUser } from '../access/tenancy.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const resource of open.splice(0)) await resource[Symbol.asyncDispose]();
});

const spec = { pipelineInfo: { name: 'train' }, root: {}, schemaVersion: '2.1.0' };

const start = (store: PipelineStore = fakePipelineStore()) => {
  const server = createServer('silent');
  const packages = packageDownloader({ validate: true, allowHttp: false, allowedDomains: [], timeoutMs: 10_000 });
  const pageTokenKey = Buffer.alloc(32, 1);
  serveApi(server, { store, packages, pageTokenKey, blockV1: false, tenancy: singleUser('kubeflow') });
  open.push({ [Symbol.asyncDispose]: () => server.close() }, packages);
  const send = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown) => {
    const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await server.inject({ method, url: `/apis/v2beta1${url}`, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const upload = async (url: string, file: string, boundary = '--b--\r\n') => {
    const head = 'Content-Disposition: form-data; name="uploadfile"; filename="train.json"';
    const payload = `--b\r\n${head}\r\n\r\n${file}\r\n${boundary}`;
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const answer = await server.inject({ method: 'POST', url: `/apis/v2beta1${url}`, headers, payload });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { server, send, upload };
};

const create = (pipeline_url: string) => ({
  pipeline: { name: 'a' },
  pipeline_version: { package_url: { pipeline_url } },
});

describe('the REST API', () => {
  it('leaves out zero values and names fields in snake_case (CRUD-20)', async () => {
    const { send } = start();
    const { body } = await send('POST', '/pipelines', { displayName: 'a', tags: {} });
    expect(body).toEqual({
      pipeline_id: expect.any(String),
      name: 'a',
      display_name: 'a',
      namespace: 'kubeflow',
      created_at: '2027-01-15T08:00:00Z',
    });
    expect((await send('GET', `/pipelines/${body.pipeline_id}/versions`)).body).toEqual({});
  });

  it('clears tags by an empty map however it is written, keeps them without (NAME-15, NAME-16)', async () => {
    const { send } = start();
    const { body } = await send('POST', '/pipelines', { name: 'a', tags: { k: 'v' } });
    const path = `/pipelines/${body.pipeline_id}`;
    expect((await send('PATCH', path, { display_name: 'b' })).body).toMatchObject({ tags: { k: 'v' } });
    expect((await send('PATCH', path, '{"tags" : { }\n}')).body).not.toHaveProperty('tags');
  });

  it.each([
    ['an unknown field', '/pipelines', { name: 'a', nope: 1 }],
    ['a number for a name', '/pipelines', { name: 1 }],
    ['no name', '/pipelines', {}],
    ['a blank name', '/pipelines', { name: ' ' }],
    ['a name of 129 bytes', '/pipelines', { name: 'x'.repeat(129) }],
    ['broken JSON', '/pipelines', '{'],
    ['a list', '/pipelines', '[]'],
    ['a package URL that is not https', '/pipelines/create', create('http://github.com/p.yaml')],
    ['a package URL of a host that is not allowed', '/pipelines/create', create('https://example.com/p.yaml')],
    ['a package URL with a private address', '/pipelines/create', create('https://127.0.0.1/p.yaml')],
  ])('answers %s with 400 in the shape of grpc-gateway, and makes nothing', async (_title, path, body) => {
    const { send } = start();
    const answer = await send('POST', path, body);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 3, message: expect.any(String), details: [{ code: 3 }] },
    });
    expect((await send('GET', '/pipelines')).body).toEqual({});
  });

  it('lists with page_size and page_token until there is no token', async () => {
    const { send } = start();
    for (const name of ['a', 'b', 'c']) await send('POST', '/pipelines', { name });
    const first = (await send('GET', '/pipelines?page_size=2&sort_by=name')).body;
    const second = (await send('GET', `/pipelines?page_size=2&page_token=${first.next_page_token}`)).body;
    expect([first, second].flatMap(({ pipelines }) => pipelines.map(({ name }: { name: string }) => name))).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(second).toEqual({ pipelines: [expect.anything()], total_size: 3 });
  });

  it('says nothing about the cause of an unexpected error (CRUD-37)', async () => {
    const broken = { ...fakePipelineStore(), getPipeline: () => Promise.reject(new Error('SELECT secret FROM t')) };
    const { status, body } = await start(broken).send('GET', '/pipelines/x');
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/SELECT| at /);
  });

  it('is unhealthy while the store cannot be reached (CRUD-36)', async () => {
    const refuse = () => Promise.reject(new ApiError('unavailable', 'gone'));
    expect((await start({ ...fakePipelineStore(), ping: refuse }).send('GET', '/healthz')).status).toBe(503);
    expect((await start().send('GET', '/healthz')).body).toMatchObject({
      pipeline_store: 'database',
      multi_user: false,
    });
  });
});

describe('uploads', () => {
  it('store a pipeline with a version of its name; tags are the pipeline’s', async () => {
    const { upload, send } = start();
    const answer = await upload(
      '/pipelines/upload?name=a&tags=%7B%22k%22%3A%22v%22%7D&description=d',
      JSON.stringify(spec),
    );
    expect(answer).toMatchObject({ status: 200, body: { name: 'a', tags: { k: 'v' } } });
    const { pipeline_versions } = (await send('GET', `/pipelines/${answer.body.pipeline_id}/versions`)).body;
    expect(pipeline_versions).toEqual([expect.objectContaining({ name: 'a', description: 'd', pipeline_spec: spec })]);
    expect(pipeline_versions[0]).not.toHaveProperty('package_url');
    expect(pipeline_versions[0]).not.toHaveProperty('tags');
  });

  it.each([
    ['a body that ends too early', '?name=a', JSON.stringify(spec), ''],
    ['tags that are no map', '?name=a&tags=[1]', JSON.stringify(spec), undefined],
    ['a broken definition', '?name=a', '{"a": [', undefined],
    ['a name too long for the version', `?name=${'x'.repeat(128)}`, JSON.stringify(spec), undefined],
  ])('answer %s with 400 in their own shape, and make nothing', async (_title, query, file, boundary) => {
    const { upload, send } = start();
    const answer = await upload(`/pipelines/upload${query}`, file, boundary);
    expect(answer).toMatchObject({ status: 400, body: { error_message: expect.any(String) } });
    expect((await send('GET', '/pipelines')).body).toEqual({});
  });

  it('of Argo workflows are refused where pipelines are stored in Kubernetes (VER-22)', async () => {
    const { upload } = start(fakePipelineStore('kubernetes'));
    const argo = JSON.stringify({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' });
    const { status, body } = await upload('/pipelines/upload?name=a', argo);
    expect(status).toBe(400);
    expect(body.error_message).toMatch(/V1.*Argo/);
  });
});

describe('the v1beta1 API', () => {
  it('reads pipelines in database mode and names v2beta1 in Kubernetes mode (V1A-01, V1A-02)', async () => {
    const get = async (kind: PipelineStore['kind']) => {
      const { server, send } = start(fakePipelineStore(kind));
      await send('POST', '/pipelines', { name: 'a' });
      return server.inject('/apis/v1beta1/pipelines');
    };
    expect((await get('database')).json()).toMatchObject({ pipelines: [{ name: 'a' }], total_size: 1 });
    const refused = await get('kubernetes');
    expect(refused.statusCode).toBe(501);
    expect(refused.body).toContain('/apis/v2beta1');
  });
});
