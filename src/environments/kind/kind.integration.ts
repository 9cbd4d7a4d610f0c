import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, onTestFinished, test as always, vi } from 'vitest';
import { packagePath } from '../../package-path.ts';
import { clusterClient } from '../../cluster/cluster-client.ts';
import { connectionOf, type ClientIdentity } from '../../cluster/kubernetes-access.ts';
import { pipelinesGroup } from '../../clients/kubernetes.ts';
import { containerEngine, engineUnavailableReason, type ContainerEngine } from '../../containers/container-engine.ts';
import { engineApi, type EngineApi } from '../../containers/engine-api.ts';
import { referenceImage } from '../../containers/images/reference-image.ts';
import { measureInKind } from '../../load/testing/measure-in-kind.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { testProcess } from '../../testing/test-process.ts';
import { fileResources, testResources } from '../../testing/test-resources.ts';
import { patience } from '../../waiting/slowness.ts';
import { reapAbandoned } from '../../state/reap.ts';
import { runtimeDirectory } from '../../state/runtime-directory.ts';
import { readState, statePrefix } from '../../state/state-directory.ts';
import { offline } from './choose-node-image.ts';
import { clusterResources, type ClusterResource } from './cluster-resources.ts';
import { kind, type KindOptions } from './kind.ts';
import type { RunningKindEnvironment } from './running-kind-environment.ts';
import { nodeProcesses } from './node-processes.ts';
import { removeClusters } from './reap-clusters.ts';

// Without a container engine the tests are skipped.
const missing = await engineUnavailableReason();
if (missing !== undefined) process.stderr.write(`the tests of the environment kind are skipped: ${missing}\n`);
const test = always.skipIf(missing !== undefined);

const progress = { line: (text: string) => process.stderr.write(`${text}\n`) };
const ofFile = fileResources();
let engine: ContainerEngine;
let api: EngineApi;

beforeAll(async () => {
  if (missing !== undefined) return;
  engine = await ofFile.use(containerEngine(progress, ofFile.signal));
  api = await ofFile.use(engineApi(engine.address));
});

/** Starts an environment that is disposed of at the end of the current test. */
const start = (options: KindOptions = {}): Promise<RunningKindEnvironment> => {
  const resources = testResources();
  return resources.use(kind({ nodeImage: offline, ...options }).start(progress.line, resources.signal));
};

/** The engine resources that a process owns. */
const resourcesOf = async (pid: number) =>
  (await clusterResources(api)).filter(({ owner }) => owner?.pid === pid).map(({ name }) => name);

/** The directories of the environments that a process owns. */
const environmentsOf = async (pid: number) => {
  const runtime = await runtimeDirectory();
  return readdirSync(runtime)
    .filter((name) => name.startsWith(statePrefix))
    .map((name) => path.join(runtime, name))
    .filter((directory) => readState(directory)?.owner.pid === pid);
};

/** Runs a script in a pod with the reference's image and returns its output. */
const inPod = async (
  { cluster, kubernetes }: RunningKindEnvironment,
  image: string,
  script: string,
): Promise<string> => {
  const name = `probe-${randomUUID().slice(0, 8)}`;
  const container = { name, image, imagePullPolicy: 'Never', command: ['/usr/local/bin/node', '--eval', script] };
  const securityContext = { runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true };
  await clusterClient(connectionOf(kubernetes)).create('/api/v1/namespaces/default/pods', {
    metadata: { name },
    spec: { restartPolicy: 'Never', containers: [{ ...container, securityContext }] },
  });
  await cluster.kubectl(
    'wait',
    '--for=jsonpath={.status.phase}=Succeeded',
    `pod/${name}`,
    `--timeout=${patience(90)}s`,
  );
  return cluster.kubectl('logs', name);
};

test('pods reach the harness and the database, requests are audited, and nothing is left at the end', async () => {
  const logs = await temporaryDirectory();
  const main = packagePath('src/reference/main.ts');
  const server = createServer((_request, response) => response.end()).listen(0, '0.0.0.0');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const harness = server.address() as AddressInfo;
  const environment = await start();
  const { cluster, kubernetes, database, hostAddress, stateDirectory } = environment;
  expect(environment.versions).toMatchObject({ Kubernetes: cluster.version.slice(1), MariaDB: database.version });
  expect(database).toMatchObject({ characterSet: 'utf8mb4', collation: 'utf8mb4_unicode_520_nopad_ci' });
  const image = await referenceImage(main, progress, ofFile.signal);
  await cluster.loadImage(image.archive);
  const { host, port } = environment.databaseInCluster;
  const script = `
        const net = require('node:net');
        fetch('http://${hostAddress}:${harness.port}/').then(({ status }) => console.log('harness', status));
        const socket = net.connect(${port}, '${host}', () => { console.log('database'); socket.destroy(); });`;
  const printed = await inPod(environment, image.reference, script);
  expect(printed.trim().split('\n').toSorted()).toEqual(['database', 'harness 200']);

  const somebody = await environment.clientIdentity('somebody', ['people']);
  const listedAs = (identity: ClientIdentity) =>
    clusterClient(connectionOf({ ...kubernetes, ...identity })).call('GET', `${pipelinesGroup}/pipelines`);
  expect(await listedAs(somebody)).toMatchObject({ status: 403 });
  expect(await listedAs(kubernetes)).toMatchObject({ status: 404 });
  const audit = environment.auditEvents();
  const [listed, ...others] = await audit.lines({ requester: 'somebody' });
  expect(JSON.parse(listed ?? '{}')).toMatchObject({ verb: 'list', responseStatus: { code: 403 } });
  expect([...others, ...(await audit.lines({ requester: 'kfp-conformance' }))]).toEqual([]);

  // Why: a pod whose reviews must fail uses a proxy on this machine, whose certificate the authority must have signed.
  const { endpoint } = await environment.reviewOutages.start('one', 'somebody', ['people']);
  const content = await environment.podKubeconfig(endpoint, 'somebody', ['people']);
  await cluster.copyContentToContainer([{ target: '/kind/somebody', content }]);
  expect(await cluster.run('kubectl', '--kubeconfig=/kind/somebody', 'auth', 'whoami')).toContain('somebody');

  const before = await cluster.kubectl('get', 'pods', '--all-namespaces', '--output=name');
  await environment.restartControllers();
  expect(await cluster.kubectl('get', 'pods', '--all-namespaces', '--output=name')).toBe(before);

  await environment.copyLogs(logs);
  expect(await readFile(path.join(logs, 'pods.log'), 'utf8')).toContain('mariadbd: ready for connections');
  const kept = await Promise.all(readdirSync(logs).map((name) => readFile(path.join(logs, name), 'utf8')));
  expect(kept.join('\n')).not.toContain(database.password);
  await environment[Symbol.asyncDispose]();
  expect(await resourcesOf(process.pid)).toEqual([]);
  expect(existsSync(stateDirectory)).toBe(false);
});

test('a load is measured in every lane, with counts and answers as they must be', { tags: ['long'] }, async () => {
  await measureInKind(await start(), { progress: progress.line, signal: ofFile.signal });
});

test('a kept cluster continues without the files of the run, and can be removed', async () => {
  const mine = ({ owner, kept }: ClusterResource) => kept && owner?.pid === process.pid;
  testResources().defer(() => removeClusters(api, mine));
  const environment = await start({ kept: true });
  const { cluster, stateDirectory } = environment;
  await environment[Symbol.asyncDispose]();
  expect(existsSync(stateDirectory)).toBe(false);
  // Why: its audit policy was in a directory of the run, and without the policy the API server could not restart.
  await cluster.run('kill', '-KILL', ...(await nodeProcesses(cluster, 'kube-apiserver')));
  const nodes = ['kubectl', '--kubeconfig=/etc/kubernetes/admin.conf', '--request-timeout=2s', 'get', 'nodes'];
  await vi.waitUntil(async () => (await cluster.exec(nodes)).exitCode === 0, {
    timeout: patience(90_000),
    interval: 1000,
  });
  await removeClusters(api, mine);
  expect(await resourcesOf(process.pid)).toEqual([]);
});

test('a killed node breaks the environment', async () => {
  const environment = await start();
  await api.ask('POST', `/containers/${environment.cluster.getId()}/kill`);
  await vi.waitUntil(() => environment.broken.aborted, { timeout: patience(20_000) });
  expect(environment.broken.reason).toMatchObject({
    code: 'environment',
    message: expect.stringMatching(/^the node .* exited unexpectedly: its container exited with code 137$/) as string,
  });
  await environment[Symbol.asyncDispose]();
  expect(await resourcesOf(process.pid)).toEqual([]);
});

test('a database that exits breaks the environment', async () => {
  const environment = await start();
  await environment.cluster.kubectl('delete', 'pod', '--namespace=kfp-conformance', '--all', '--now');
  await vi.waitUntil(() => environment.broken.aborted, { timeout: patience(20_000) });
  expect((environment.broken.reason as Error).message).toMatch(/^the database in the cluster exited unexpectedly/);
});

test('a cluster that does not start leaves only its diagnostics, whose directory the error names', async () => {
  const diagnostics = path.join(await temporaryDirectory(), 'diagnostics');
  const env = { ...process.env, ...engine.env };
  const resources = testResources();
  const starting = kind({ nodeImage: offline, diagnostics }).start((line) => {
    const [cluster, step] = line.split(': ');
    // Removed synchronously, because kubeadm starts as soon as this returns.
    if (step?.startsWith('kubeadm init'))
      execFileSync('docker', ['exec', `${cluster}-control-plane`, 'rm', '/usr/bin/kubeadm'], { env });
  }, resources.signal);
  await expect(starting.then(() => 'started')).rejects.toThrow(`are in ${diagnostics}`);
  expect(readdirSync(diagnostics)).toContain('journal.log');
  expect(await resourcesOf(process.pid)).toEqual([]);
  expect(await environmentsOf(process.pid)).toEqual([]);
});

interface Moment {
  /** Matches the line after which the process is interrupted. */
  readonly after: RegExp;
  /** The delay after this line. */
  readonly ms: number;
  readonly signal: NodeJS.Signals;
}

const moments: readonly Moment[] = [
  { after: /starting the node/, ms: 500, signal: 'SIGINT' },
  { after: /starting the database/, ms: 2000, signal: 'SIGKILL' },
  { after: /^running/, ms: 100, signal: 'SIGINT' },
];

const moreMoments: readonly Moment[] = [
  { after: /kubeadm init/, ms: 3000, signal: 'SIGINT' },
  { after: /starting the database/, ms: 100, signal: 'SIGINT' },
  { after: /starting the database/, ms: 3000, signal: 'SIGTERM' },
  { after: /^running/, ms: 100, signal: 'SIGKILL' },
];

const expectNothingLeft = async ({ after, ms, signal }: Moment): Promise<void> => {
  const file = path.join(import.meta.dirname, 'testing', 'interrupted-environment.ts');
  const resources = testResources();
  // Cleans up if the reaper and the next run, which are tested here, do not.
  resources.defer(async () => {
    await removeClusters(api, ({ owner }) => owner?.pid === pid);
    await reapAbandoned(await runtimeDirectory());
  });
  const child = await resources.use(testProcess(process.execPath, [file]));
  const { pid } = child;
  for await (const line of createInterface({ input: child.stdout })) if (after.test(line)) break;
  await pause(ms);
  child.kill(signal);
  child.stdout.resume();
  await child.exited;
  await expect.poll(() => resourcesOf(pid), { timeout: patience(20_000), interval: 200 }).toEqual([]);
  // The next run removes the directory of a killed process.
  if (signal === 'SIGKILL') await reapAbandoned(await runtimeDirectory());
  expect(await environmentsOf(pid)).toEqual([]);
};

const title = 'interrupted by $signal $ms ms after $after, it leaves nothing';
test.each(moments)(title, expectNothingLeft);
test.each(moreMoments)(title, { tags: ['long'] }, expectNothingLeft);
