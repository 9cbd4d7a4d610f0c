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

test('the engine that DOCKER_HOST names is used and keeps running', async () => {
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

// Why: falling back to another engine would run containers where the user does not expect them.
test('a named engine that does not answer is an error', async () => {
  vi.stubEnv('DOCKER_HOST', `unix://${path.join(directory, 'nothing.sock')}`);
  expect(await engineUnavailableReason()).toMatch(/nothing\.sock/);
  await expect(containerEngine(quiet, never)).rejects.toThrow(
    /at the address in DOCKER_HOST: unix:.*nothing\.sock \(.*ENOENT/,
  );
});

test('an address that only the docker command supports is skipped, with the reason', async () => {
  vi.stubEnv('DOCKER_HOST', 'ssh://host');
  expect((await findEngine()).passedOver[0]).toMatch(/ssh:\/\/host \(expected .* unix:\/\/PATH/);
});

test('if the programs cannot be downloaded, the error names the requirements', async () => {
  vi.stubEnv('PATH', directory);
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  await expect(setUpEnginePrograms('an engine is needed', quiet, never)).rejects.toThrow(
    /^an engine is needed\. The required programs can be downloaded only by root on Debian or Ubuntu.* not root\)$/,
  );
  vi.restoreAllMocks();
});
