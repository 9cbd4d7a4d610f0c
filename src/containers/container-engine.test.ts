import { createServer } from 'node:http';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { containerEngine, setUpEnginePrograms, engineUnavailableReason } from './container-engine.ts';
import { findEngine } from './find-engine.ts';

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
  vi.stubEnv('KFP_CONFORMANCE_CACHE', directory);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const never = new AbortController().signal;
const quiet = { line: () => {} };

test('the engine that DOCKER_HOST names is used, and left running', async () => {
  const socket = path.join(directory, 'docker.sock');
  const server = createServer((request, response) =>
    response.end(request.url === '/version' ? '{"Version":"27.1"}' : '{}'),
  ).listen(socket);
  vi.stubEnv('DOCKER_HOST', `unix://${socket}`);
  {
    await using engine = await containerEngine(quiet, never);
    expect(engine).toMatchObject({ address: `unix://${socket}`, version: '27.1', source: 'machine' });
  }
  expect((await findEngine()).engine?.version).toBe('27.1');
  server.closeAllConnections();
  server.close();
});

// Why: another engine in its place would run containers where nobody looks for them.
test('an engine that was named and does not answer is an error, and says so', async () => {
  vi.stubEnv('DOCKER_HOST', `unix://${path.join(directory, 'nothing.sock')}`);
  expect(await engineUnavailableReason()).toMatch(/nothing\.sock/);
  await expect(containerEngine(quiet, never)).rejects.toThrow(/DOCKER_HOST says: unix:.*nothing\.sock \(.*ENOENT/);
});

test('an address that only the docker command understands is passed over with the reason', async () => {
  vi.stubEnv('DOCKER_HOST', 'ssh://host');
  expect((await findEngine()).passedOver[0]).toMatch(/ssh:\/\/host \(expected .* unix:\/\/PATH/);
});

test('where no programs can be fetched the ways out are told', async () => {
  vi.stubEnv('PATH', directory);
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  await expect(setUpEnginePrograms('an engine is needed', quiet, never)).rejects.toThrow(
    /^an engine is needed: as root on Debian or Ubuntu .* an ordinary user$/,
  );
  vi.restoreAllMocks();
});
