import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { versions } from '../../components/versions.ts';
import { local } from './local.ts';
import { testProcess } from '../../testing/test-process.ts';
import { testResources } from '../../testing/test-resources.ts';
import { patience } from '../../waiting/slowness.ts';
import { liveness } from '../../processes/process-identity.ts';
import { reapAbandoned } from '../../state/reap.ts';
import { readState } from '../../state/state-directory.ts';

// These tests start real components, which `npm test` has set up before.
const timeout = patience(90_000);

let runtime: string;
beforeEach(async () => {
  runtime = await temporaryDirectory();
  vi.stubEnv('KFP_CONFORMANCE_STATE', runtime);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test('an environment accepts its own certificates, and leaves no files or processes', { timeout }, async () => {
  const resources = testResources();
  const environment = await resources.use(local().start(() => {}, resources.signal));
  const state = readState(environment.stateDirectory);
  const { endpoint, ca, certificate, key } = environment.kubernetes;
  const dispatcher = new Agent({ connect: { ca, cert: certificate, key } });
  const answer = await request(`${endpoint}/version`, { dispatcher });
  expect(await answer.body.json()).toMatchObject({ gitVersion: `v${environment.versions['kube-apiserver']}` });
  const refused = await request(`${endpoint}/api/v1/namespaces`, { dispatcher: new Agent({ connect: { ca } }) });
  await refused.body.dump();
  expect(refused.statusCode).toBe(403);
  expect(environment.database).toMatchObject({
    characterSet: 'utf8mb4',
    collation: expect.stringMatching(/nopad_ci$/),
  });
  const logs = path.join(runtime, 'logs');
  await environment.copyLogs(logs);
  expect(await readdir(logs)).toEqual(expect.arrayContaining(['etcd.log', 'kube-apiserver.log', 'mariadb.log']));
  await dispatcher.destroy();
  await environment[Symbol.asyncDispose]();
  expect(state?.processes).toHaveLength(5);
  expect(state?.processes.filter(({ identity }) => liveness(identity) === 'alive')).toEqual([]);
  expect(await readdir(runtime)).toEqual(['logs']);
});

test('a killed harness leaves no processes, and its files can be removed', { timeout }, async () => {
  const code = `import { local } from ${JSON.stringify(path.join(import.meta.dirname, 'local.ts'))};
    const environment = await local().start(() => {}, new AbortController().signal);
    console.log(environment.stateDirectory);
    setInterval(() => {}, 1000);`;
  const harness = await testResources().use(testProcess(process.execPath, ['--input-type=module', '-e', code]));
  const [directory] = (await once(createInterface(harness.stdout), 'line')) as [string];
  const state = readState(directory);
  harness.kill('SIGKILL');
  await harness.exited;
  await reapAbandoned(runtime);
  expect(state?.processes.filter(({ identity }) => liveness(identity) === 'alive')).toEqual([]);
  expect(await readdir(runtime)).toEqual([]);
});

test.each([200, 1500])('a start that is interrupted after %d ms leaves nothing', { timeout }, async (delay) => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('interrupted by SIGINT')), delay);
  await expect(local().start(() => {}, controller.signal)).rejects.toThrow('interrupted by SIGINT');
  expect(await readdir(runtime)).toEqual([]);
});

test('the error about a component that exits at its start has its name and its output', { timeout }, async () => {
  const assets = path.join(runtime, 'assets');
  await mkdir(assets);
  const etcd = path.join(assets, 'etcd');
  const version = versions.toolchains.etcd;
  await writeFile(
    etcd,
    `#!/bin/sh\n[ "$1" = --version ] && echo 'etcd Version: ${version}' && exit\necho 'no quorum today'\nexit 9\n`,
    { mode: 0o755 },
  );
  vi.stubEnv('KUBEBUILDER_ASSETS', assets);
  await expect(local().start(() => {}, testResources().signal)).rejects.toThrow(
    /^etcd exited with exit code 9 before it was ready.*no quorum today/s,
  );
  expect(await readdir(runtime)).toEqual(['assets']);
});
