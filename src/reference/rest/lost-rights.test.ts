import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { uploadBody, multipartHeaders, startMultiUserServer } from '../testing/fake-multi-user-server.ts';

const writes = ['createPipeline', 'createPipelineWithVersion', 'createVersion'];
const versionPayload = { name: 'w', package_url: { pipeline_url: 'https://github.com/p.yaml' } };

describe.each(['database', 'kubernetes'] as const)('a right that is taken away, in %s mode', (kind) => {
  const rights = () => ['alice * team pipelines', 'alice * team pipelineversions'];
  /** An upload in progress when its sender loses all rights. */
  const slowUpload = (grants: string[]) =>
    Readable.from(
      (function* () {
        yield Buffer.from(uploadBody.slice(0, 20));
        grants.splice(0);
        yield Buffer.from(uploadBody.slice(20));
      })(),
    );

  it('writes nothing that is still arriving', async () => {
    const grants = rights();
    await using server = await startMultiUserServer(kind, grants);
    const { send, calls, pipeline } = server;
    const url = '/pipelines/upload?name=q&namespace=team';
    expect((await send('alice', 'POST', url, slowUpload(grants), multipartHeaders)).status).toBe(403);
    grants.push(...rights());
    const version = `/pipelines/upload_version?pipelineid=${pipeline.id}`;
    expect((await send('alice', 'POST', version, slowUpload(grants), multipartHeaders)).status).toBe(404);
    expect(calls.filter((call) => writes.includes(call))).toEqual([]);
  });

  it('writes nothing that is still being downloaded', async () => {
    const grants = rights();
    await using server = await startMultiUserServer(kind, grants);
    const { send, calls, pipeline, packages } = server;
    packages.download = async () => {
      grants.splice(0);
      return { kind: 'v2', pipelineSpec: {}, platformSpec: undefined };
    };
    const both = { pipeline: { name: 'q', namespace: 'team' }, pipeline_version: versionPayload };
    expect((await send('alice', 'POST', '/pipelines/create', JSON.stringify(both))).status).toBe(403);
    grants.push(...rights());
    const version = JSON.stringify({ ...versionPayload, pipeline_id: pipeline.id });
    expect((await send('alice', 'POST', `/pipelines/${pipeline.id}/versions`, version)).status).toBe(404);
    expect(calls.filter((call) => writes.includes(call))).toEqual([]);
  });
});
