import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { object, objects, text, type Json } from '../../../clients/json-response.ts';
import { collectionPath } from '../../../clients/kubernetes.ts';
import { clusterClient, type ClusterClient } from '../../../cluster/cluster-client.ts';
import { connectionOf } from '../../../cluster/kubernetes-access.ts';
import { readManifests } from '../../../cluster/manifests.ts';
import type { StorageMode } from '../../../contract/lane-name.ts';
import { minimalDefinition } from '../../../targets/minimal-definition.ts';
import { processHost } from '../../../targets/processes/process-host.ts';
import { targetStarter } from '../../../targets/processes/target-process.ts';
import { referenceTarget } from '../../../targets/reference.ts';
import type { TargetHost, TargetInstance } from '../../../targets/target-host.ts';
import { testFolder } from '../../../testing/test-folder.ts';
import { fileResources, testResources, type TestResources } from '../../../testing/test-resources.ts';
import { patience } from '../../../waiting/slowness.ts';
import type { DatabaseAccess } from '../../environment.ts';
import { local } from '../local.ts';
import type { RunningLocalEnvironment } from '../running-local-environment.ts';
import { readSnapshot, type Snapshot } from './snapshot-manifest.ts';

// These tests start real components, which `npm test` has set up before.
const timeout = patience(120_000);
vi.setConfig({ hookTimeout: timeout, testTimeout: timeout });

const resources = fileResources();
const waiting = { progress: () => {}, signal: resources.signal };
const database = 'kfp_of_a_snapshot';
const webhooks = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';

const hostIn = async (environment: RunningLocalEnvironment): Promise<TargetHost> => {
  const target = referenceTarget();
  const starter = await targetStarter(environment, target, waiting);
  const host = processHost(environment, starter, await readManifests(target, waiting), waiting);
  await host.prepare();
  return host;
};

/** Its webhooks come later, as when objects are seeded by the Kubernetes API. */
const startTarget = (host: TargetHost, storage: StorageMode): Promise<TargetInstance> =>
  host.start({ id: `of-${storage}`, storage, variant: 'default', database, webhooks: 'later' }, () => {});

const startTargets = async (host: TargetHost, { use }: TestResources): Promise<Record<StorageMode, TargetInstance>> => {
  const [inDatabase, inKubernetes] = await Promise.all([
    use(startTarget(host, 'database')),
    use(startTarget(host, 'kubernetes')),
  ]);
  return { database: inDatabase, kubernetes: inKubernetes };
};

/** The status of the answer to the creation of a version whose pipeline does not exist, which the webhook refuses. */
const createStray = async (cluster: ClusterClient, name: string): Promise<number> => {
  const { status } = await cluster.call('POST', collectionPath('kfp-of-kubernetes', 'pipelineversions'), {
    apiVersion: 'pipelines.kubeflow.org/v2beta1',
    kind: 'PipelineVersion',
    metadata: { name },
    spec: { pipelineName: 'missing', ...minimalDefinition },
  });
  return status;
};

const upload = async ({ origin }: TargetInstance, name: string): Promise<void> => {
  const form = new FormData();
  form.set('uploadfile', new Blob([JSON.stringify(minimalDefinition.pipelineSpec)]), 'pipeline.yaml');
  const answer = await fetch(`${origin}/apis/v2beta1/pipelines/upload?name=${name}`, { method: 'POST', body: form });
  expect(answer.status).toBe(200);
};

/** The pipelines of a target with their versions, as REST answers them. */
const pipelinesOf = async ({ origin }: TargetInstance): Promise<Json> => {
  const answer = await fetch(`${origin}/apis/v2beta1/pipelines`);
  const listed = (await answer.json()) as Json;
  const versions: Record<string, unknown> = {};
  for (const pipeline of objects(listed, 'pipelines')) {
    const id = text(pipeline, 'pipeline_id');
    versions[id] = await (await fetch(`${origin}/apis/v2beta1/pipelines/${id}/versions`)).json();
  }
  return { listed, versions };
};

const metadataOf = async (cluster: ClusterClient): Promise<readonly Json[]> =>
  (await cluster.list(collectionPath('kfp-of-kubernetes', 'pipelines')))?.map((one) => object(one, 'metadata')) ?? [];

const tablesIn = async ({ host, port, user, password }: DatabaseAccess): Promise<number> => {
  const connection = await createConnection({ host, port, user, password });
  try {
    const [rows] = await connection.query('SELECT 1 FROM information_schema.tables WHERE table_schema = ?', [database]);
    return (rows as readonly unknown[]).length;
  } finally {
    await connection.end();
  }
};

let folder: string;
let saved: string;
let snapshot: Snapshot;
let environment: RunningLocalEnvironment;
let listed: Readonly<Record<StorageMode, Json>>;
let metadata: readonly Json[];

beforeAll(async () => {
  folder = (await resources.use(testFolder())).path;
  saved = path.join(folder, 'saved');
  vi.stubEnv('KFP_CONFORMANCE_STATE', path.join(folder, 'state'));
  environment = await resources.use(local({ audit: false }).start(waiting.progress, waiting.signal));
  const host = await hostIn(environment);
  const targets = await startTargets(host, resources);
  for (const target of Object.values(targets)) for (const name of ['one', 'two', 'three']) await upload(target, name);
  listed = { database: await pipelinesOf(targets.database), kubernetes: await pipelinesOf(targets.kubernetes) };
  const cluster = clusterClient(connectionOf(environment.kubernetes));
  metadata = await metadataOf(cluster);
  for (const target of Object.values(targets)) await target[Symbol.asyncDispose]();
  // As if its server had been killed, so that nobody removed it.
  await cluster.apply({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'left' },
    webhooks: [
      {
        name: 'left.example.com',
        clientConfig: { url: 'https://127.0.0.1:1/' },
        rules: [{ apiGroups: ['*'], apiVersions: ['*'], resources: ['*'], operations: ['*'] }],
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kfp-of-kubernetes' } },
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        failurePolicy: 'Fail',
      },
    ],
  });
  snapshot = await environment.saveSnapshot(saved, { database }, waiting);
});

afterAll(() => {
  vi.unstubAllEnvs();
});

/** Starts from a copy of the snapshot in which something was changed. */
const startFromChanged = async (change: (directory: string) => Promise<void>): Promise<RunningLocalEnvironment> => {
  const directory = (await testResources().use(testFolder())).path;
  await cp(saved, directory, { recursive: true });
  await change(directory);
  return testResources().use(local({ audit: false, from: directory }).start(() => {}, testResources().signal));
};

test('the environment goes on after a snapshot, and its database with the target has stayed', async () => {
  expect(snapshot.manifest).toMatchObject({ content: { database }, versions: environment.versions });
  expect(await readSnapshot(saved)).toEqual(snapshot);
  expect(await tablesIn(environment.database)).toBeGreaterThan(0);
  expect(await environment.snapshotBytes()).toBeGreaterThan(2 ** 20);
  expect(environment.broken.aborted).toBe(false);
});

test('targets on a restored store list the same pipelines by the same ids', async () => {
  const own = testResources();
  const restored = await own.use(local({ audit: false, from: saved }).start(waiting.progress, own.signal));
  const cluster = clusterClient(connectionOf(restored.kubernetes));
  expect(restored.kubernetes.ca).not.toBe(environment.kubernetes.ca);
  expect(restored.database.password).not.toBe(environment.database.password);
  expect(await cluster.list(webhooks)).toEqual([]);
  expect(metadata).toHaveLength(3);
  expect(await metadataOf(cluster)).toEqual(metadata);
  const host = await hostIn(restored);
  const targets = await startTargets(host, own);
  expect(await pipelinesOf(targets.database)).toEqual(listed.database);
  expect(await pipelinesOf(targets.kubernetes)).toEqual(listed.kubernetes);
  for (const target of Object.values(targets)) await upload(target, 'four');
  const added = (await metadataOf(cluster)).filter(({ uid }) => !metadata.some((known) => known['uid'] === uid));
  expect(added).toHaveLength(1);
  expect(Number(added[0]?.['resourceVersion'])).toBeGreaterThan(snapshot.manifest.revision);
  expect(await createStray(cluster, 'before')).toBe(201);
  await targets.kubernetes.applyWebhooks?.();
  let attempt = 0;
  await expect.poll(() => createStray(cluster, `after-${(attempt += 1)}`)).toBe(400);
});

test.each(['etcd.db', 'mariadb/ibdata1', 'mariadb/kfp_of_a_snapshot/pipelines.ibd'])(
  'a snapshot whose %s is truncated is refused',
  async (file) => {
    await expect(startFromChanged((directory) => truncate(path.join(directory, file), 100))).rejects.toThrow(
      new RegExp(`is damaged: ${file}, of \\d+ bytes, has 100 bytes`),
    );
  },
);

test('a snapshot whose etcd data were changed is refused', async () => {
  const change = async (directory: string) => {
    const file = path.join(directory, 'etcd.db');
    const content = await readFile(file);
    content.fill(0xff, 20_000, 20_100);
    await writeFile(file, content);
  };
  await expect(startFromChanged(change)).rejects.toThrow(/etcdutl could not restore .*sha256/s);
});

test('a snapshot without its manifest, which is written last, is refused', async () => {
  await expect(startFromChanged((directory) => rm(path.join(directory, 'snapshot.json')))).rejects.toThrow(
    /is no complete snapshot: snapshot\.json, which is written last, is missing/,
  );
});

test('a snapshot of other versions is refused', async () => {
  const change = async (directory: string) => {
    const file = path.join(directory, 'snapshot.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/("etcd": ")[^"]+/, '$13.5.0'));
  };
  await expect(startFromChanged(change)).rejects.toThrow(/was saved by other versions: etcd 3\.5\.0 instead of 3/);
});

test('an interrupted save leaves no directory, and the environment as it was', async () => {
  const interrupted = new AbortController();
  const directory = path.join(folder, 'interrupted');
  const saving = environment.saveSnapshot(directory, {}, { ...waiting, signal: interrupted.signal });
  await expect.poll(() => readdir(directory).catch(() => []), { timeout }).toContain('mariadb');
  interrupted.abort(new Error('interrupted by SIGINT'));
  await expect(saving).rejects.toThrow('interrupted by SIGINT');
  expect(await readdir(folder)).not.toContain('interrupted');
  expect(await tablesIn(environment.database)).toBeGreaterThan(0);
});

test('a directory that exists is neither overwritten nor removed', async () => {
  await expect(environment.saveSnapshot(saved, {}, waiting)).rejects.toThrow(/exists already/);
  expect(await readSnapshot(saved)).toEqual(snapshot);
});

test('a snapshot and an external database exclude each other', async () => {
  const both = local({ from: saved, databaseUrl: 'mysql://user:password@127.0.0.1:1' });
  await expect(both.start(waiting.progress, waiting.signal)).rejects.toThrow(/--database-url/);
});
