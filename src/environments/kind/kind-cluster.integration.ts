import { execFile, execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, expect, test as always } from 'vitest';
import { clusterClient } from '../../cluster/cluster-client.ts';
import { findCached } from '../../components/cache-entry.ts';
import { containerEngine, engineUnavailableReason, type ContainerEngine } from '../../containers/container-engine.ts';
import { engineApi, type EngineApi } from '../../containers/engine-api.ts';
import { chooseNodeImage, offline } from './choose-node-image.ts';
import { setUpBuiltComponents } from '../../components/set-up.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { testProcess } from '../../testing/test-process.ts';
import { fileResources, testResources } from '../../testing/test-resources.ts';
import { patience } from '../../waiting/slowness.ts';
import { runLabel } from './cluster-labels.ts';
import { clusterResources, type ClusterResource } from './cluster-resources.ts';
import { KindCluster, type KindClusterOptions } from './kind-cluster.ts';
import { removeClusters } from './reap-clusters.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

// Without a container engine the tests are skipped.
const missing = await engineUnavailableReason();
if (missing !== undefined) process.stderr.write(`the tests of kind clusters are skipped: ${missing}\n`);
const test = always.skipIf(missing !== undefined);

const progress = { line: (text: string) => process.stderr.write(`${text}\n`) };
const ofFile = fileResources();
let engine: ContainerEngine;
let api: EngineApi;
let image: string;

beforeAll(async () => {
  if (missing !== undefined) return;
  engine = await ofFile.use(containerEngine(progress, ofFile.signal));
  api = await ofFile.use(engineApi(engine.address));
  image = await chooseNodeImage(engine, offline, progress, ofFile.signal);
});

/** Starts a cluster that is removed at the end of the current test. */
const startCluster = (options: Omit<KindClusterOptions, 'engine' | 'image'>): Promise<StartedKindCluster> => {
  const resources = testResources();
  return resources.use(new KindCluster({ engine, image, ...options }).start(undefined, resources.signal));
};

interface Volumes {
  readonly Volumes: readonly { readonly Name: string }[] | null;
}

/** The engine resources of a run. */
const resourcesOf = async (runId: string) =>
  (await clusterResources(api)).filter(({ labels }) => labels[runLabel] === runId).map(({ name }) => name);
/** Volumes without a container; they have no labels. */
const dangling = encodeURIComponent(JSON.stringify({ dangling: ['true'] }));
const volumes = async () =>
  new Set(((await api.ask<Volumes>('GET', `/volumes?filters=${dangling}`))?.Volumes ?? []).map(({ Name }) => Name));

/** Shorter than the deadline for a program in the node. */
const kubectlTimeout = `--timeout=${patience(90)}s`;

const requirePodRuns = async (cluster: StartedKindCluster) => {
  await cluster.kubectl('run', 'probe', '--image=registry.k8s.io/pause:3.10.1', '--restart=Never');
  await cluster.kubectl('wait', '--for=condition=Ready', 'pod/probe', kubectlTimeout);
};

test('a cluster starts, runs pods, resolves names, saves logs, and leaves nothing', async () => {
  const before = await volumes();
  const logs = await temporaryDirectory();
  {
    await using cluster = await startCluster({ runId: 'integration-one' });
    const ca = /certificate-authority-data: (\S+)/.exec(cluster.kubeconfig)?.[1] ?? '';
    const anonymous = clusterClient({ origin: cluster.endpoint, ca: Buffer.from(ca, 'base64').toString() });
    expect(await anonymous.call('GET', '/readyz')).toMatchObject({ status: 200, body: 'ok' });
    await requirePodRuns(cluster);
    await cluster.kubectl(
      'wait',
      '--for=condition=Available',
      '--namespace=kube-system',
      'deployment/coredns',
      kubectlTimeout,
    );
    // Why: if iptables rejects the rules of kube-proxy, Services do not work, or only after half a minute.
    const proxy = await cluster.kubectl(
      'logs',
      '--namespace=kube-system',
      '--selector=k8s-app=kube-proxy',
      '--tail=-1',
    );
    expect(proxy).not.toContain('Sync failed');
    expect(await resourcesOf('integration-one')).toHaveLength(2);
    await cluster.copyLogs(logs);
    expect(await readFile(path.join(logs, 'journal.log'), 'utf8')).toContain('kubelet');
    expect(await readFile(path.join(logs, 'static-pods.log'), 'utf8')).toContain('kube-apiserver');
  }
  expect(await resourcesOf('integration-one')).toEqual([]);
  expect(await volumes()).toEqual(before);
});

test('two clusters run at the same time', { tags: ['long'] }, async () => {
  const before = await volumes();
  const both = await Promise.all(['a', 'b'].map(() => startCluster({ runId: 'integration-two' })));
  await Promise.all(both.map(requirePodRuns));
  expect(new Set(both.map(({ endpoint }) => endpoint)).size).toBe(2);
  await Promise.all(both.map((cluster) => cluster.stop()));
  expect(await resourcesOf('integration-two')).toEqual([]);
  expect(await volumes()).toEqual(before);
});

test('a kept cluster outlives its owner and can be removed', async () => {
  const before = await volumes();
  const mine = ({ labels }: ClusterResource) => labels[runLabel] === 'integration-kept';
  testResources().defer(() => removeClusters(api, mine));
  {
    await using cluster = await startCluster({ runId: 'integration-kept', kept: true });
    expect(cluster.version).toMatch(/^v1\./);
  }
  expect(await resourcesOf('integration-kept')).toHaveLength(2);
  expect(await removeClusters(api, mine)).toHaveLength(2);
  expect(await resourcesOf('integration-kept')).toEqual([]);
  expect(await volumes()).toEqual(before);
});

const execute = promisify(execFile);

test(
  'the kind command creates a cluster from the same image, and finds a cluster of the harness',
  { tags: ['long'] },
  async () => {
    // Before the resources, which end first: `kind delete cluster` writes to its kubeconfig.
    const directory = await temporaryDirectory();
    const resources = testResources();
    await setUpBuiltComponents(['kind'], progress, resources.signal);
    const command = (await findCached('kind')) ?? '';
    const env = { ...process.env, ...engine.env, KUBECONFIG: path.join(directory, 'kubeconfig') };
    const kind = async (...args: string[]) => (await execute(command, args, { env })).stdout;
    const before = await volumes();
    const remove = () => kind('delete', 'cluster', '--name', 'made-by-kind');
    resources.defer(remove);
    const waiting = ['--wait', `${patience(120)}s`];
    await execute(command, ['create', 'cluster', '--name', 'made-by-kind', '--image', image, ...waiting], {
      env,
      signal: resources.signal,
    });
    const cluster = await startCluster({ runId: 'integration-kind' });
    expect((await kind('get', 'clusters')).split('\n')).toEqual(expect.arrayContaining([cluster.name, 'made-by-kind']));
    await kind('export', 'logs', '--name', cluster.name, path.join(directory, 'logs'));
    const journal = path.join(directory, 'logs', cluster.nodeName, 'journal.log');
    expect(await readFile(journal, 'utf8')).toContain('kubelet');
    await cluster.stop();
    await remove();
    expect(await volumes()).toEqual(before);
  },
);

test('a node that does not boot is reported as an error and leaves nothing', async () => {
  const cluster = new KindCluster({ engine, image: 'kfp-conformance/no-such-node:v0', runId: 'integration-none' });
  await expect(cluster.start(undefined, testResources().signal)).rejects.toThrow(
    /systemd of node .* did not reach multi-user/,
  );
  expect(await resourcesOf('integration-none')).toEqual([]);
});

test('a cluster that kubeadm cannot create leaves only its diagnostics', async () => {
  const diagnostics = await temporaryDirectory();
  const cluster = new KindCluster({ engine, image, runId: 'integration-broken', diagnostics });
  const env = { ...process.env, ...engine.env };
  const starting = cluster.start((line) => {
    // Removed synchronously, because kubeadm starts as soon as this returns.
    if (line.includes(': kubeadm init'))
      execFileSync('docker', ['exec', cluster.nodeName, 'rm', '/usr/bin/kubeadm'], { env });
  }, testResources().signal);
  await expect(starting).rejects.toThrow(/kubeadm init in .* failed/);
  expect(await readFile(path.join(diagnostics, 'journal.log'), 'utf8')).toMatch(/kubelet/);
  expect(await readFile(path.join(diagnostics, 'kubeadm.log'), 'utf8')).toMatch(/kubeadm: not found/);
  expect(await resourcesOf('integration-broken')).toEqual([]);
});

interface Moment {
  /** Matches the line after which the process is interrupted. */
  readonly after: RegExp;
  /** The delay after this line. */
  readonly ms: number;
  readonly signal: NodeJS.Signals;
}

const moments: readonly Moment[] = [
  { after: /starting the node/, ms: 0, signal: 'SIGINT' },
  { after: /kubeadm init/, ms: 3000, signal: 'SIGKILL' },
  { after: /^running/, ms: 100, signal: 'SIGINT' },
  // Killed while it is stopping.
  { after: /^stopping/, ms: 50, signal: 'SIGKILL' },
];

const moreMoments: readonly Moment[] = [
  { after: /starting the node/, ms: 900, signal: 'SIGKILL' },
  { after: /kubeadm init/, ms: 1500, signal: 'SIGTERM' },
  { after: /^running/, ms: 100, signal: 'SIGKILL' },
];

const expectNothingLeft = async ({ after, ms, signal }: Moment): Promise<void> => {
  const before = await volumes();
  const runId = `integration-${signal}-${ms}-${after.source.replaceAll(/\W/g, '')}`;
  const file = path.join(import.meta.dirname, 'testing', 'interrupted-cluster.ts');
  const resources = testResources();
  resources.defer(() => removeClusters(api, ({ labels }) => labels[runLabel] === runId));
  const child = await resources.use(testProcess(process.execPath, [file, image, runId]));
  for await (const line of createInterface({ input: child.stdout })) {
    if (after.test(line)) break;
    if (line.startsWith('running')) child.kill('SIGINT');
  }
  await pause(ms);
  child.kill(signal);
  child.stdout.resume();
  await child.exited;
  await expect.poll(() => resourcesOf(runId), { timeout: patience(20_000), interval: 200 }).toEqual([]);
  await expect.poll(volumes).toEqual(before);
};

const title = 'interrupted by $signal $ms ms after $after, it leaves nothing';
test.each(moments)(title, expectNothingLeft);
test.each(moreMoments)(title, { tags: ['long'] }, expectNothingLeft);
