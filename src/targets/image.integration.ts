import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test as always } from 'vitest';
import { request } from 'undici';
import { packagePath } from '../package-path.ts';
import { containerEngine, engineUnavailableReason, type ContainerEngine } from '../containers/container-engine.ts';
import { engineApi, type EngineApi } from '../containers/engine-api.ts';
import { clusterResources } from '../environments/kind/cluster-resources.ts';
import { portAllocator } from '../environments/local/ports.ts';
import { engineImage, type EngineImage } from '../containers/images/engine-image.ts';
import { referenceImage } from '../containers/images/reference-image.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { testProcess } from '../testing/test-process.ts';
import { fileResources, testResources } from '../testing/test-resources.ts';
import { patience } from '../waiting/slowness.ts';
import { startImageProcess } from './image.ts';

// Without a container engine these tests are skipped.
const missing = await engineUnavailableReason();
if (missing !== undefined) process.stderr.write(`the tests of targets in images are skipped: ${missing}\n`);
const test = always.skipIf(missing !== undefined);

const ofFile = fileResources();
const progress = { line: (text: string) => process.stderr.write(`${text}\n`) };
let engine: ContainerEngine;
let api: EngineApi;
let image: EngineImage;

beforeAll(async () => {
  if (missing !== undefined) return;
  const { signal } = ofFile;
  engine = await ofFile.use(containerEngine(progress, signal));
  api = await ofFile.use(engineApi(engine.address));
  const { reference, archive } = await referenceImage(packagePath('src/reference/main.ts'), progress, signal);
  await api.ask('POST', '/images/load?quiet=1', createReadStream(archive), signal);
  ofFile.defer(() => api.ask('DELETE', `/images/${reference}`));
  image = await engineImage(engine, reference, progress, signal);
});

const containersOf = async (pid: number) =>
  (await clusterResources(api)).filter(({ owner }) => owner?.pid === pid).map(({ name }) => name);

const freePort = portAllocator();

const start = async (args: readonly string[]) => {
  const folder = await temporaryDirectory();
  // Readable by this user only, like the private files of an environment.
  const kubeconfig = path.join(folder, 'kubeconfig');
  const cluster = { name: 'one', cluster: { server: 'https://127.0.0.1:1' } };
  const context = { name: 'one', context: { cluster: 'one', user: 'one' } };
  const config = { clusters: [cluster], contexts: [context], users: [], 'current-context': 'one' };
  await writeFile(kubeconfig, JSON.stringify(config), { mode: 0o600 });
  const options = { args, env: { KUBECONFIG: kubeconfig }, folders: [folder], cwd: folder };
  const logPath = path.join(folder, 'log');
  const resources = testResources();
  return resources.use(
    startImageProcess(engine, image, { ...options, name: 'target-one', logPath, runId: 'images' }, resources.signal),
  );
};

test('a server in an image answers on loopback, reads private files, stops on SIGTERM, and leaves no container', async () => {
  const port = await freePort();
  const flags = ['--pipelinesStoreKubernetes=true', '--disableWebhook', '--logLevel=info'];
  const server = await start([`--httpPortFlag=127.0.0.1:${port}`, ...flags]);
  // 503, because there is no Kubernetes API at the address in the private kubeconfig.
  const healthz = async () => (await request(`http://127.0.0.1:${port}/apis/v2beta1/healthz`)).statusCode;
  await expect.poll(() => healthz().catch((cause: Error) => cause.message), { timeout: patience(40_000) }).toBe(503);
  expect(server.ended()).toBeUndefined();
  expect(await containersOf(process.pid)).toHaveLength(1);
  await server.stop();
  expect(await server.exited).toEqual({ code: 0, signal: null });
  expect(server.lastLines(20).join('\n')).toContain('SIGTERM');
  expect(await containersOf(process.pid)).toEqual([]);
});

test('a server that ends by itself reports its exit code and the last lines of its log', async () => {
  const server = await start(['--noSuchFlag']);
  expect(await server.exited).toEqual({ code: 2, signal: null });
  expect(server.lastLines(5).join('\n')).toContain('noSuchFlag');
  const another = await start(['--noSuchFlag']);
  expect(another.identity).not.toBe(server.identity);
  await another.exited;
});

test('a program that is not in the image is an error that names both', async () => {
  const broken = { ...image, program: ['/bin/apiserver'] };
  const folder = await temporaryDirectory();
  const options = { args: [], env: {}, folders: [folder], cwd: folder, logPath: path.join(folder, 'log') };
  const started = startImageProcess(
    engine,
    broken,
    { ...options, name: 'target-one', runId: 'images' },
    testResources().signal,
  );
  await expect(started).rejects.toThrow(/the image kfp-conformance\/reference:.* with \/bin\/apiserver/);
  expect(await containersOf(process.pid)).toEqual([]);
});

// Why: a container whose harness was killed would run on and occupy ports of this machine.
test('no container outlives a killed harness', async () => {
  const file = path.join(import.meta.dirname, 'testing', 'interrupted-image.ts');
  const folder = await temporaryDirectory();
  const child = await testResources().use(testProcess(process.execPath, [file, image.reference, folder]));
  await once(child.stdout, 'data');
  const { pid } = child;
  expect(await containersOf(pid)).toHaveLength(1);
  child.kill('SIGKILL');
  await child.exited;
  await expect.poll(() => containersOf(pid), { timeout: patience(20_000), interval: 200 }).toEqual([]);
});
