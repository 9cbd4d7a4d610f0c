import { createServer, type RequestListener } from 'node:http';
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { engineImage, imageFromEngine } from './engine-image.ts';

const never = new AbortController().signal;
const quiet = { line: () => {} };
afterEach(() => {
  vi.unstubAllEnvs();
});

const fakeEngine = async (answer: RequestListener): Promise<{ readonly address: string }> => {
  const directory = await temporaryDirectory();
  vi.stubEnv('KFP_CONFORMANCE_CACHE', directory);
  const socket = path.join(directory, 'docker.sock');
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `unix://${socket}` };
};

const pulling = (status: number, answer: string) =>
  fakeEngine((request, response) => {
    if (request.method === 'POST') response.writeHead(status).end(answer);
    else response.writeHead(404).end('{"message":"no such image"}');
  });

// Why: a wrong name is a usage error (exit code 2), an unreachable registry an environment error (exit code 3).
test.each([
  ['an unknown name', 404, '{"message":"manifest for a/b:c not found"}', 'usage', /Correct the name/],
  [
    'an unreachable registry',
    500,
    '{"message":"Get \\"https://ghcr.io/v2/\\": dial tcp: lookup ghcr.io: no such host"}',
    'environment',
    /no such host.*If no registry can be reached, load the image/s,
  ],
  [
    'an error during the pull',
    200,
    '{"status":"Pulling"}\n{"error":"toomanyrequests: slow down"}',
    'environment',
    /toomanyrequests/,
  ],
] as const)('%s', async (_, status, answer, code, message) => {
  const engine = await pulling(status, answer);
  const failure = (await engineImage(engine, 'a/b:c', quiet, never).catch((cause: unknown) => cause)) as Error;
  expect(failure).toMatchObject({ code });
  expect(failure.message).toMatch(message);
});

// Why: an image that is saved by its digest has no name in the archive that a pod could refer to.
test('an image with a digest is saved under a temporary tag', async () => {
  const requests: string[] = [];
  const engine = await fakeEngine((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (request.url?.endsWith('/get')) response.end('archive');
    else if (request.url?.endsWith('/json'))
      response.end(
        '{"Id":"sha256:0123456789abcdef","RepoDigests":["a/b@sha256:fedcba"],"Config":{"Entrypoint":["/bin/apiserver"]}}',
      );
    else response.end();
  });
  const image = await engineImage(engine, `a/b@sha256:${'0'.repeat(64)}`, quiet, never);
  expect(image.program).toEqual(['/bin/apiserver']);
  expect(image.digests).toEqual(['sha256:0123456789abcdef', 'sha256:fedcba']);
  const saved = await imageFromEngine(engine, image, quiet, never);
  expect(saved.reference).toBe('kfp-conformance/image:0123456789ab');
  expect(await readFile(saved.archive, 'utf8')).toBe('archive');
  expect(requests.slice(1)).toEqual([
    'POST /images/sha256:0123456789abcdef/tag?repo=kfp-conformance%2Fimage&tag=0123456789ab',
    'GET /images/kfp-conformance/image:0123456789ab/get',
    'DELETE /images/kfp-conformance/image:0123456789ab',
  ]);
  await imageFromEngine(engine, image, quiet, never);
  expect(requests).toHaveLength(4);
});
