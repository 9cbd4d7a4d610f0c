import { expect, test } from 'vitest';
import type { CallOptions, KfpClient, Query, UploadFile } from '../clients/kfp.ts';
import type { PackageServer } from './package-server.ts';
import { AssertionError } from 'node:assert';
import { UnusableAnswerError } from '../contract/exchange.ts';
import { receivedAnswer } from '../testing/received-answer.ts';
import { restSurface } from './rest.ts';

const sent: unknown[] = [];
const answer = receivedAnswer('rest', 200, { pipeline_version_id: 'v', name: 'one' });
const kfp = {
  upload: async (path: string, file: UploadFile, query: Query) => {
    sent.push({ path, query, content: file.content });
    return answer;
  },
  call: async (method: string, path: string, { json }: CallOptions) => {
    sent.push({ method, path, json });
    return { ...answer, status: 400 };
  },
} as unknown as KfpClient;
const packages = { serve: () => 'http://127.0.0.1:1/pipeline.yaml' } as unknown as PackageServer;

const definition = { pipelineSpec: { root: 1 }, platformSpec: { platforms: {} } };
const pipeline = { id: 'p', name: 'pipeline' };

test('if a server cannot fetch definitions, they are uploaded with all fields of the version', async () => {
  const draft = { displayName: 'One', description: 'd', tags: { team: 'a' }, codeSourceUrl: 'https://x', definition };
  const created = await restSurface(kfp, packages, 'uploaded').createVersion(pipeline, draft);
  expect(created).toMatchObject({ kind: 'ok', value: { id: 'v', name: 'one' } });
  expect(sent.at(-1)).toEqual({
    path: '/apis/v2beta1/pipelines/upload_version',
    query: {
      pipelineid: 'p',
      name: 'One',
      display_name: 'One',
      description: 'd',
      tags: '{"team":"a"}',
      code_source_url: 'https://x',
    },
    content: '{"root":1}\n---\n{"platforms":{}}\n',
  });
});

test('a version without a name is sent to the JSON API, which rejects it, and does not get the name of the file', async () => {
  const created = await restSurface(kfp, packages, 'uploaded').createVersion(pipeline, { definition });
  expect(created.kind).toBe('invalid');
  expect(sent.at(-1)).toMatchObject({ method: 'POST', path: '/apis/v2beta1/pipelines/p/versions' });
});

const surfaceAnswering = (status: number, body: unknown) =>
  restSurface({ call: async () => receivedAnswer('rest', status, body) } as unknown as KfpClient, packages, 'fetched');

// Why: an error page with 200, an empty body and a list of another shape were lists of nothing.
test('a success that is none of KFP says nothing about it, and one of another shape is a finding', async () => {
  const listed = (status: number, body: unknown) => surfaceAnswering(status, body).allPipelines();
  expect(await listed(200, {})).toMatchObject({ kind: 'ok', value: [] });
  for (const [status, body] of [
    [200, '<html>log in</html>'],
    [200, ''],
    [302, ''],
  ] as const)
    await expect(listed(status, body)).rejects.toThrow(UnusableAnswerError);
  for (const body of [[], { pipelines: null }, { pipelines: {} }, { next_page_token: 5 }])
    await expect(listed(200, body)).rejects.toThrow(AssertionError);
  await expect(surfaceAnswering(200, '').getPipeline(pipeline)).rejects.toThrow(UnusableAnswerError);
});

test('a refusal by KFP is an answer, with whatever body', async () => {
  expect(await surfaceAnswering(503, '<html>away</html>').allPipelines()).toMatchObject({
    kind: 'failed',
    status: 503,
  });
  expect(await surfaceAnswering(403, { message: 'no' }).getPipeline(pipeline)).toMatchObject({
    kind: 'forbidden',
    message: 'no',
  });
});

test('all pipelines are read in an order without equal values, so that none is on two pages or on none', async () => {
  const pages = [
    { pipelines: [{ pipeline_id: 'a' }], next_page_token: 'second' },
    { pipelines: [{ pipeline_id: 'b' }] },
  ];
  const queries: (Query | undefined)[] = [];
  const paging = {
    call: async (_method: string, _path: string, { query }: CallOptions) => {
      queries.push(query);
      return receivedAnswer('rest', 200, pages[queries.length - 1]);
    },
  } as unknown as KfpClient;
  const all = await restSurface(paging, packages, 'uploaded').allPipelines();
  expect(all.value?.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(queries).toEqual([
    { page_size: 200, sort_by: 'name' },
    { page_size: 200, page_token: 'second' },
  ]);
});
