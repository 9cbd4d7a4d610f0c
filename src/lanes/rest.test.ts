import { expect, test } from 'vitest';
import type { CallOptions, KfpClient, Query, UploadFile } from '../clients/kfp.ts';
import type { PackageServer } from './package-server.ts';
import { restSurface } from './rest.ts';

const sent: unknown[] = [];
const answer = { status: 200, headers: {}, body: '{"pipeline_version_id":"v","name":"one"}' };
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
