import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Agent, request } from 'undici';
import { expect, test as baseTest } from 'vitest';
import { containerEngine, engineUnavailableReason } from '../../../containers/container-engine.ts';
import { podConnector, readKubeconfig } from '../../../clients/kubeconfig.ts';
import { object, objects, text } from '../../../clients/json-response.ts';
import { chooseNodeImage, offline } from '../../kind/choose-node-image.ts';
import { KindCluster } from '../../kind/kind-cluster.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { testResources } from '../../../testing/test-resources.ts';
import { patience } from '../../../waiting/slowness.ts';
import { clusterClient } from '../../../cluster/cluster-client.ts';
import { connectToKubernetes } from './kubernetes-connection.ts';
import { startPortForward } from './port-forward.ts';
import { anyReadyPod } from './ready-pod.ts';

// A port-forward ends at a kubelet, so the test needs a whole cluster.
const missing = await engineUnavailableReason();
const test = baseTest.skipIf(missing !== undefined);
const progress = { line: (text: string) => process.stderr.write(`${text}\n`) };

test('a port-forward serves many connections, reports an unreachable port, and finds a replacement pod', async () => {
  const resources = testResources();
  const { signal } = resources;
  const directory = await temporaryDirectory();
  const engine = await resources.use(containerEngine(progress, signal));
  const image = await chooseNodeImage(engine, offline, progress, signal);
  const started = new KindCluster({ engine, image, runId: 'integration-forward' }).start(undefined, signal);
  const kind = await resources.use(started);
  const rolledOut = ['--namespace=kube-system', 'deployment/coredns', `--timeout=${patience(90)}s`];
  await kind.kubectl('rollout', 'status', ...rolledOut);
  const file = path.join(directory, 'kubeconfig');
  await writeFile(file, kind.kubeconfig);
  const chosen = await readKubeconfig({ file });
  const renewed = await resources.use(connectToKubernetes(chosen, { directory, report: progress.line }));
  const cluster = clusterClient(renewed.connection);
  // CoreDNS stands for any server with HTTP and persistent connections.
  const wanted = { namespace: 'kube-system', service: 'kube-dns', port: 'metrics' };
  const lines: string[] = [];
  const report = (line: string): void => void lines.push(line);
  const forwarding = startPortForward({
    connector: podConnector(chosen),
    choosePod: () => anyReadyPod(cluster, wanted),
    report,
  });
  const forward = await resources.use(forwarding);
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
  const pods = async () =>
    (await cluster.list('/api/v1/namespaces/kube-system/pods', { labelSelector: 'k8s-app=kube-dns' })) ?? [];
  const old = (await pods()).map((pod) => text(object(pod, 'metadata'), 'name'));
  await kind.kubectl('delete', 'pod', '--namespace=kube-system', '--wait=true', ...old);
  await kind.kubectl('rollout', 'status', ...rolledOut);
  const replaced = performance.now();
  await expect.poll(() => ask().catch(String), { timeout: patience(20_000), interval: 100 }).toBe(200);
  progress.line(`the new pod answered ${Math.round(performance.now() - replaced)} ms after it was ready`);
  expect(new Set(await all(64))).toEqual(new Set([200]));
  const [pod] = await pods();
  expect(old).not.toContain(text(object(pod ?? {}, 'metadata'), 'name'));
  expect(objects(object(pod ?? {}, 'spec'), 'containers')).toHaveLength(1);
  // Nothing listens on port 1: the kubelet reports that, and the connection is reset.
  const toClosedPort = startPortForward({
    connector: podConnector(chosen),
    choosePod: async () => ({ ...(await anyReadyPod(cluster, wanted)), port: 1 }),
    report,
  });
  const closed = await resources.use(toClosedPort);
  await expect(request(closed.origin, { dispatcher, headersTimeout: patience(10_000) })).rejects.toThrow(
    /ECONNRESET|closed/,
  );
  expect(lines.at(-1)).toMatch(/^port-forward: kube-system\/coredns-.*:1: .*refused/);
  await dispatcher.destroy();
});
