import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { containerEngine, type ContainerEngine } from '../../src/containers/container-engine.ts';
import { engineApi } from '../../src/containers/engine-api.ts';
import { chooseNodeImage, offline } from '../../src/environments/kind/choose-node-image.ts';
import { clusterResources } from '../../src/environments/kind/cluster-resources.ts';
import { KindCluster } from '../../src/environments/kind/kind-cluster.ts';
import { startImageProcess } from '../../src/targets/image.ts';
import { patience } from '../../src/waiting/slowness.ts';
import { testFolder } from '../../src/testing/test-folder.ts';
import { fileResources, testResources } from '../../src/testing/test-resources.ts';

const ofFile = fileResources();
let engine: ContainerEngine;
let reference: string;
beforeAll(async () => {
  const quiet = { line: () => {} };
  engine = await ofFile.use(containerEngine(quiet, ofFile.signal));
  reference = await chooseNodeImage(engine, offline, quiet, ofFile.signal);
});

let started = 0;

test('hangs with a container', { timeout: patience(10_000) }, async () => {
  const resources = testResources();
  const { path: cwd } = await resources.use(testFolder());
  const image = { reference, id: reference, digests: [], program: ['/bin/sleep'] };
  const command = { name: 'sleep', args: ['300'], env: {}, folders: [cwd], cwd, runId: 'cut-off' };
  const logPath = path.join(cwd, 'log');
  await resources.use(startImageProcess(engine, image, { ...command, logPath }, resources.signal));
  started += 1;
  await new Promise(() => {});
});

// Why: a cluster that started after its test had been cut off leaked into the next test.
test('hangs while a cluster starts', { timeout: patience(3_000) }, async () => {
  const resources = testResources();
  const cluster = new KindCluster({ engine, image: reference, runId: 'cut-off' });
  await resources.use(cluster.start(undefined, resources.signal));
});

test('no resource has leaked', { timeout: patience(20_000) }, async () => {
  expect(started).toBe(1);
  const api = await testResources().use(engineApi(engine.address));
  const mine = (await clusterResources(api)).filter(({ owner }) => owner?.pid === process.pid);
  expect(mine.map(({ name }) => name)).toEqual([]);
});
