import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, test as always } from 'vitest';
import { findCached } from '../../components/cache-entry.ts';
import { containerEngine, whyNoEngine, type ContainerEngine } from '../../components/engine/container-engine.ts';
import { engineApi, type EngineApi } from '../../components/engine/engine-api.ts';
import { chooseNodeImage, offline } from './choose-node-image.ts';
import { setUpBuiltComponents } from '../../components/set-up.ts';
import { runLabel } from './cluster-labels.ts';
import { clusterResources, type ClusterResource } from './cluster-resources.ts';
import { KindCluster } from './kind-cluster.ts';
import { removeClusters } from './reap-clusters.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

// Where no engine can be had nothing is shown, and nothing passes.
const missing = await whyNoEngine();
if (missing !== undefined) process.stderr.write(`the tests of kind clusters are not run: ${missing}\n`);
const test = always.skipIf(missing !== undefined);

const never = new AbortController().signal;
const progress = { line: (text: string) => process.stderr.write(`${text}\n`) };
let engine: ContainerEngine;
let api: EngineApi;
let image: string;

beforeAll(async () => {
  if (missing !== undefined) return;
  engine = await containerEngine(progress, never);
  api = engineApi(engine.address);
  image = await chooseNodeImage(engine, offline, progress, never);
}, 40 * 60_000);

afterAll(async () => {
  await api?.[Symbol.asyncDispose]();
  await engine?.[Symbol.asyncDispose]();
}, 90_000);

interface Volumes {
  readonly Volumes: readonly { readonly Name: string }[] | null;
}

/** What a run has in the engine, and volumes that no container has any more: they carry no labels. */
const leftOf = async (runId: string) =>
  (await clusterResources(api)).filter(({ labels }) => labels[runLabel] === runId).map(({ name }) => name);
const dangling = encodeURIComponent(JSON.stringify({ dangling: ['true'] }));
const volumes = async () =>
  new Set(((await api.ask<Volumes>('GET', `/volumes?filters=${dangling}`))?.Volumes ?? []).map(({ Name }) => Name));

const podRuns = async (cluster: StartedKindCluster) => {
  await cluster.kubectl('run', 'probe', '--image=registry.k8s.io/pause:3.10.1', '--restart=Never');
  await cluster.kubectl('wait', '--for=condition=Ready', 'pod/probe', '--timeout=60s');
};

test('a cluster starts, runs pods, resolves names, keeps logs, and leaves nothing', { timeout: 300_000 }, async () => {
  const before = await volumes();
  const logs = await mkdtemp(path.join(tmpdir(), 'kind-logs-'));
  {
    await using cluster = await new KindCluster({ engine, image, runId: 'integration-one' }).start();
    const ca = /certificate-authority-data: (\S+)/.exec(cluster.kubeconfig)?.[1] ?? '';
    const agent = new Agent({ connect: { ca: Buffer.from(ca, 'base64').toString() } });
    const { statusCode, body } = await request(`${cluster.endpoint}/readyz`, { dispatcher: agent });
    expect([statusCode, await body.text()]).toEqual([200, 'ok']);
    await agent.close();
    await podRuns(cluster);
    await cluster.kubectl(
      'wait',
      '--for=condition=Available',
      '--namespace=kube-system',
      'deployment/coredns',
      '--timeout=90s',
    );
    // Why: with rules that iptables refuses, Services work for nobody, or only after half a minute.
    const proxy = await cluster.kubectl(
      'logs',
      '--namespace=kube-system',
      '--selector=k8s-app=kube-proxy',
      '--tail=-1',
    );
    expect(proxy).not.toContain('Sync failed');
    expect(await leftOf('integration-one')).toHaveLength(2);
    await cluster.copyLogs(logs);
    expect(await readFile(path.join(logs, 'journal.log'), 'utf8')).toContain('kubelet');
    expect(await readFile(path.join(logs, 'static-pods.log'), 'utf8')).toContain('kube-apiserver');
  }
  await rm(logs, { recursive: true });
  expect(await leftOf('integration-one')).toEqual([]);
  expect(await volumes()).toEqual(before);
});

test('two clusters run at once', { timeout: 300_000 }, async () => {
  const before = await volumes();
  const both = await Promise.all(
    ['a', 'b'].map(() => new KindCluster({ engine, image, runId: 'integration-two' }).start()),
  );
  try {
    await Promise.all(both.map(podRuns));
    expect(new Set(both.map(({ endpoint }) => endpoint)).size).toBe(2);
  } finally {
    await Promise.all(both.map((cluster) => cluster.stop()));
  }
  expect(await leftOf('integration-two')).toEqual([]);
  expect(await volumes()).toEqual(before);
});

test(
  'a cluster that is to be kept outlives its owner, and goes when it is asked to',
  { timeout: 300_000 },
  async () => {
    const before = await volumes();
    const mine = ({ labels }: ClusterResource) => labels[runLabel] === 'integration-kept';
    {
      await using cluster = await new KindCluster({ engine, image, runId: 'integration-kept', kept: true }).start();
      expect(cluster.version).toMatch(/^v1\./);
    }
    expect(await leftOf('integration-kept')).toHaveLength(2);
    expect(await removeClusters(api, mine)).toHaveLength(2);
    expect(await leftOf('integration-kept')).toEqual([]);
    expect(await volumes()).toEqual(before);
  },
);

const execute = promisify(execFile);

test(
  'the kind command makes a cluster of the same image, and knows one that was started here',
  { timeout: 400_000 },
  async () => {
    await setUpBuiltComponents(['kind'], progress, never);
    const command = (await findCached('kind')) ?? '';
    const directory = await mkdtemp(path.join(tmpdir(), 'kind-command-'));
    const env = { ...process.env, ...engine.env, KUBECONFIG: path.join(directory, 'kubeconfig') };
    const kind = async (...args: string[]) => (await execute(command, args, { env, timeout: 240_000 })).stdout;
    const before = await volumes();
    try {
      await kind('create', 'cluster', '--name', 'made-by-kind', '--image', image, '--wait', '120s');
      await using cluster = await new KindCluster({ engine, image, runId: 'integration-kind' }).start();
      expect((await kind('get', 'clusters')).split('\n')).toEqual(
        expect.arrayContaining([cluster.name, 'made-by-kind']),
      );
      await kind('export', 'logs', '--name', cluster.name, path.join(directory, 'logs'));
      const journal = path.join(directory, 'logs', cluster.nodeName, 'journal.log');
      expect(await readFile(journal, 'utf8')).toContain('kubelet');
    } finally {
      await kind('delete', 'cluster', '--name', 'made-by-kind');
      await rm(directory, { recursive: true });
    }
    expect(await volumes()).toEqual(before);
  },
);

test('a node that never boots is an error that says so, and leaves nothing', { timeout: 300_000 }, async () => {
  const cluster = new KindCluster({ engine, image: 'kfp-conformance/no-such-node:v0', runId: 'integration-none' });
  await expect(cluster.start()).rejects.toThrow(/systemd did not reach multi-user/);
  expect(await leftOf('integration-none')).toEqual([]);
});

test(
  'a cluster that kubeadm cannot make leaves what its node said, and nothing else',
  { timeout: 300_000 },
  async () => {
    const evidence = await mkdtemp(path.join(tmpdir(), 'kind-evidence-'));
    const cluster = new KindCluster({ engine, image, runId: 'integration-broken', evidence });
    const env = { ...process.env, ...engine.env };
    const withoutKubeadm = async (): Promise<void> => {
      for (let tries = 0; ; tries += 1)
        try {
          await execute('docker', ['exec', cluster.nodeName, 'rm', '/usr/bin/kubeadm'], { env });
          return;
        } catch (cause) {
          // Not there yet, for as long as it may take to boot.
          if (tries > 100) throw cause;
          await pause(100);
        }
    };
    const broken = withoutKubeadm();
    await expect(cluster.start()).rejects.toThrow(/kubeadm init in .* failed/);
    await broken;
    expect(await readFile(path.join(evidence, 'journal.log'), 'utf8')).toMatch(/kubelet/);
    expect(await readFile(path.join(evidence, 'kubeadm.log'), 'utf8')).toMatch(/kubeadm: not found/);
    await rm(evidence, { recursive: true });
    expect(await leftOf('integration-broken')).toEqual([]);
  },
);

/** When it is interrupted: after a line of this kind, and so much later. */
const moments = [
  { after: /starting the node/, ms: 0, signal: 'SIGINT' },
  { after: /starting the node/, ms: 900, signal: 'SIGKILL' },
  { after: /kubeadm init/, ms: 1500, signal: 'SIGTERM' },
  { after: /kubeadm init/, ms: 3000, signal: 'SIGKILL' },
  { after: /^running/, ms: 100, signal: 'SIGKILL' },
  { after: /^running/, ms: 100, signal: 'SIGINT' },
  // Killed while it stops.
  { after: /^stopping/, ms: 50, signal: 'SIGKILL' },
] as const;

test.each(moments)(
  'interrupted $ms ms after $after by $signal, nothing is left',
  { timeout: 300_000 },
  async ({ after, ms, signal }) => {
    const before = await volumes();
    const runId = `integration-${signal}-${ms}-${after.source.replaceAll(/\W/g, '')}`;
    const file = path.join(import.meta.dirname, 'interrupted-cluster.ts');
    const child = spawn(process.execPath, [file, image, runId], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    for await (const line of createInterface({ input: child.stdout })) {
      if (after.test(line)) break;
      if (line.startsWith('running')) child.kill('SIGINT');
    }
    await pause(ms);
    child.kill(signal);
    child.stdout.resume();
    await exited;
    const deadline = performance.now() + 20_000;
    while ((await leftOf(runId)).length > 0 && performance.now() < deadline) await pause(200);
    expect(await leftOf(runId)).toEqual([]);
    await expect.poll(volumes, { timeout: 5000 }).toEqual(before);
  },
);
