import { describe, expect, it } from 'vitest';
import { callsById, startMultiUserServer, type Call } from '../testing/fake-multi-user-server.ts';
import { ApiError } from '../ground/api-error.ts';

const unknownId = '00000000-0000-0000-0000-000000000000';

describe.each(['database', 'kubernetes'] as const)('an outsider, in %s mode', (kind) => {
  // Eve has all rights in the server's namespace, which must not matter either.
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
    for (const [index, call] of callsById(pipeline.id, version.id).entries()) {
      const foreign = await reviewsOf(call);
      expect(foreign.slice(0, 2)).toEqual([404, expect.stringMatching(/^[a-z]+ pipelines$/)]);
      for (const unknown of [callsById(unknownId, unknownId), callsById(pipeline.id, unknownId)]) {
        expect([call, ...(await reviewsOf(unknown[index] ?? call))]).toEqual([call, ...foreign]);
      }
    }
  });

  it('gets no other answer to an unknown id than to a foreign one while there are no reviews (SEC-10, SEC-17)', async () => {
    await using server = await startMultiUserServer(kind, grants);
    const { send, pipeline, version, outage } = server;
    outage.reason = new ApiError('unavailable', 'No review.');
    const unknown = [...callsById(unknownId, unknownId), ...callsById(pipeline.id, unknownId)];
    for (const [method, url, payload, headers] of [...callsById(pipeline.id, version.id), ...unknown]) {
      expect([method, url, (await send('eve', method, url, payload, headers)).status]).toEqual([method, url, 503]);
    }
  });

  it('is told 404 about an unknown id with rights everywhere, too', async () => {
    await using server = await startMultiUserServer(kind, ['eve get - pipelines', 'eve get - pipelineversions']);
    for (const [method, url, payload, headers] of callsById(unknownId, unknownId)) {
      expect([url, (await server.send('eve', method, url, payload, headers)).status]).toEqual([url, 404]);
    }
  });
});
