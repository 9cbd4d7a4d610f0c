import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Agent, request } from 'undici';
import { expect, test as always } from 'vitest';
import { containerEngine, whyNoEngine } from '../../components/engine/container-engine.ts';
import { podConnector, readKubeconfig } from '../../clients/kubeconfig.ts';
import { object, objects, text } from '../../clients/json-response.ts';
import { chooseNodeImage, offline } from '../kind/choose-node-image.ts';
import { KindCluster } from '../kind/kind-cluster.ts';
import { clusterClient } from './cluster-client.ts';
import { connectToKubernetes } from './kubernetes-connection.ts';
import { startPortForward } from './port-forward.ts';
import { anyReadyPod } from './ready-pod.ts';

// A port-forward ends at a kubelet: nothing less than a cluster shows it.
const missing = await whyNoEngine();
const test = always.skipIf(missing !== undefined);
const never = new AbortController().signal;
const progress = { line: (text: string) => process.stderr.write(`${text}\n`) };

test(
  'a port-forward holds many connections, tells what it cannot reach, and finds the pod that replaces another',
  { timeout: 300_000 },
  async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'port-forward-'));
    await using engine = await containerEngine(progress, never);
    const image = await chooseNodeImage(engine, offline, progress, never);
    await using kind = await new KindCluster({ engine, image, runId: 'integration-forward' }).start();
    await kind.kubectl('rollout', 'status', '--namespace=kube-system', 'deployment/coredns', '--timeout=90s');
    const file = path.join(directory, 'kubeconfig');
    await writeFile(file, kind.kubeconfig);
    const chosen = await readKubeconfig({ file });
    await using renewed = await connectToKubernetes(chosen, { directory, told: progress.line });
    const cluster = clusterClient(renewed.connection);
    // Any server of the cluster that speaks HTTP and keeps connections.
    const wanted = { namespace: 'kube-system', service: 'kube-dns', port: 'metrics' };
    const told: string[] = [];
    const tell = (line: string): void => void told.push(line);
    await using forward = await startPortForward({
      connector: podConnector(chosen),
      choosePod: () => anyReadyPod(cluster, wanted),
      told: tell,
    });
    const dispatcher = new Agent({ connections: 64 });
    const ask = async (): Promise<number> => {
      const { statusCode, body } = await request(`${forward.origin}/metrics`, { dispatcher });
      expect((await body.text()).length).toBeGreaterThan(1000);
      return statusCode;
    };
    const all = async (count: number) => Promise.all(Array.from({ length: count }, ask));
    const first = performance.now();
    expect(new Set(await all(64))).toEqual(new Set([200]));
    const second = performance.now();
    for (let round = 0; round < 10; round += 1) expect(new Set(await all(64))).toEqual(new Set([200]));
    const third = performance.now();
    progress.line(
      `64 connections in ${Math.round(second - first)} ms, then ${Math.round(640_000 / (third - second))} requests/s`,
    );
    const pods = '/api/v1/namespaces/kube-system/pods?labelSelector=k8s-app%3Dkube-dns';
    const old = ((await cluster.list(pods)) ?? []).map((pod) => text(object(pod, 'metadata'), 'name'));
    await kind.kubectl('delete', 'pod', '--namespace=kube-system', '--wait=true', ...old);
    await kind.kubectl('rollout', 'status', '--namespace=kube-system', 'deployment/coredns', '--timeout=90s');
    const replaced = performance.now();
    await expect.poll(() => ask().catch(String), { timeout: 20_000, interval: 100 }).toBe(200);
    progress.line(`the new pod answered ${Math.round(performance.now() - replaced)} ms after it was ready`);
    expect(new Set(await all(64))).toEqual(new Set([200]));
    const [pod] = (await cluster.list(pods)) ?? [];
    expect(old).not.toContain(text(object(pod ?? {}, 'metadata'), 'name'));
    expect(objects(object(pod ?? {}, 'spec'), 'containers')).toHaveLength(1);
    // Nothing listens there: the kubelet says so, and the connection breaks.
    await using nowhere = await startPortForward({
      connector: podConnector(chosen),
      choosePod: async () => ({ ...(await anyReadyPod(cluster, wanted)), port: 1 }),
      told: tell,
    });
    await expect(request(nowhere.origin, { dispatcher, headersTimeout: 10_000 })).rejects.toThrow(/ECONNRESET|closed/);
    expect(told.at(-1)).toMatch(/^port-forward: kube-system\/coredns-.*:1: .*refused/);
    await dispatcher.destroy();
    await rm(directory, { recursive: true });
  },
);
