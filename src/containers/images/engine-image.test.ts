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

const pulling = (status: number, said: string) =>
  fakeEngine((request, response) => {
    if (request.method === 'POST') response.writeHead(status).end(said);
    else response.writeHead(404).end('{"message":"no such image"}');
  });

// Why: a wrong name is the caller's to correct (exit 2), a registry that is not reached the machine's (exit 3).
test.each([
  ['a name that nobody has', 404, '{"message":"manifest for a/b:c not found"}', 'usage', /Correct the name/],
  [
    'a registry that is not reached',
    500,
    '{"message":"Get \\"https://ghcr.io/v2/\\": dial tcp: lookup ghcr.io: no such host"}',
    'environment',
    /no such host.*Where no registry is reached, load it/s,
  ],
  [
    'an error in the middle',
    200,
    '{"status":"Pulling"}\n{"error":"toomanyrequests: slow down"}',
    'environment',
    /toomanyrequests/,
  ],
] as const)('%s', async (_, status, said, code, message) => {
  const engine = await pulling(status, said);
  const failure = (await engineImage(engine, 'a/b:c', quiet, never).catch((cause: unknown) => cause)) as Error;
  expect(failure).toMatchObject({ code });
  expect(failure.message).toMatch(message);
});

// Why: what is saved by its digest has no name in the archive, and nothing that a pod could say for it.
test('an image that is known by its digest is saved under a tag, which goes again', async () => {
  const asked: string[] = [];
  const engine = await fakeEngine((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (request.url?.endsWith('/get')) response.end('archive');
    else if (request.url?.endsWith('/json'))
      response.end('{"Id":"sha256:0123456789abcdef","Config":{"Entrypoint":["/bin/apiserver"]}}');
    else response.end();
  });
  const image = await engineImage(engine, `a/b@sha256:${'0'.repeat(64)}`, quiet, never);
  expect(image.program).toEqual(['/bin/apiserver']);
  const saved = await imageFromEngine(engine, image, quiet, never);
  expect(saved.reference).toBe('kfp-conformance/image:0123456789ab');
  expect(await readFile(saved.archive, 'utf8')).toBe('archive');
  expect(asked.slice(1)).toEqual([
    'POST /images/sha256:0123456789abcdef/tag?repo=kfp-conformance%2Fimage&tag=0123456789ab',
    'GET /images/kfp-conformance/image:0123456789ab/get',
    'DELETE /images/kfp-conformance/image:0123456789ab',
  ]);
  await imageFromEngine(engine, image, quiet, never);
  expect(asked).toHaveLength(4);
});
