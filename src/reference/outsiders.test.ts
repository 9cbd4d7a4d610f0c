import { describe, expect, it } from 'vitest';
import { FILE, MULTIPART, startMultiUserServer } from './fake-multi-user-server.ts';
import { Refusal } from './refusal.ts';

type Call = readonly ['GET' | 'POST' | 'PATCH' | 'DELETE', string, string?, Record<string, string>?];
const unknownId = '00000000-0000-0000-0000-000000000000';
const VERSION = { pipeline_id: 'x', name: 'w', package_url: { pipeline_url: 'https://github.com/p.yaml' } };
const calls = (pipeline: string, version: string): readonly Call[] => [
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

describe.each(['database', 'kubernetes'] as const)('an outsider, in %s mode', (kind) => {
  // Eve has all rights where the server is, which must not make a difference either.
  const grants = ['kubeflow', 'other'].flatMap((place) => [
    `eve * ${place} pipelines`,
    `eve * ${place} pipelineversions`,
  ]);

  it('cannot tell a foreign id from an unknown one by the reviews that it takes (SEC-10)', async () => {
    await using server = await startMultiUserServer(kind, grants);
    const { send, pipeline, version, asked } = server;
    const reviewsOf = async ([method, url, payload, headers]: Call) => {
      asked.splice(0);
      const { status } = await send('eve', method, url, payload, headers);
      return [status, ...asked.map(({ verb, resource }) => `${verb} ${resource}`)];
    };
    for (const [index, call] of calls(pipeline.id, version.id).entries()) {
      const foreign = await reviewsOf(call);
      expect(foreign.slice(0, 2)).toEqual([404, expect.stringMatching(/^[a-z]+ pipelines$/)]);
      for (const unknown of [calls(unknownId, unknownId), calls(pipeline.id, unknownId)]) {
        expect([call, ...(await reviewsOf(unknown[index] ?? call))]).toEqual([call, ...foreign]);
      }
    }
  });

  it('gets no other answer to an unknown id than to a foreign one while there are no reviews (SEC-10, SEC-17)', async () => {
    await using server = await startMultiUserServer(kind, grants);
    const { send, pipeline, version, outage } = server;
    outage.reason = new Refusal('unavailable', 'No review.');
    const unknown = [...calls(unknownId, unknownId), ...calls(pipeline.id, unknownId)];
    for (const [method, url, payload, headers] of [...calls(pipeline.id, version.id), ...unknown]) {
      expect([method, url, (await send('eve', method, url, payload, headers)).status]).toEqual([method, url, 503]);
    }
  });

  it('is told 404 about an unknown id with rights everywhere, too', async () => {
    await using server = await startMultiUserServer(kind, ['eve get - pipelines', 'eve get - pipelineversions']);
    for (const [method, url, payload, headers] of calls(unknownId, unknownId)) {
      expect([url, (await server.send('eve', method, url, payload, headers)).status]).toEqual([url, 404]);
    }
  });
});
