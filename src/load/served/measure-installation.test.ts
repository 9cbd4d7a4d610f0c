import { beforeAll, afterAll, expect, test, vi } from 'vitest';
import { itemsOf, object, text } from '../../clients/json-response.ts';
import { apiV2, kfpClient } from '../../clients/kfp.ts';
import { clusterClient, type ClusterClient } from '../../cluster/cluster-client.ts';
import { connectionOf } from '../../cluster/kubernetes-access.ts';
import { readManifests } from '../../cluster/manifests.ts';
import { createNamespace } from '../../cluster/create-namespace.ts';
import { laneNames } from '../../contract/lane-name.ts';
import { inventoryKinds, collectionOf } from '../../environments/existing/clean-up/inventory-kinds.ts';
import { ownPrefixOf } from '../../environments/existing/clean-up/own-prefix.ts';
import { reapInstallation } from '../../environments/existing/clean-up/reap-installation.ts';
import { local } from '../../environments/local/local.ts';
import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import { processHost } from '../../targets/processes/process-host.ts';
import { targetStarter } from '../../targets/processes/target-process.ts';
import { referenceTarget } from '../../targets/reference.ts';
import type { TargetHost, TargetInstance } from '../../targets/target-host.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { fileResources } from '../../testing/test-resources.ts';
import { patience } from '../../waiting/slowness.ts';
import type { LoadedInstallation } from '../load-environment.ts';
import type { LoadOptions } from '../load-options.ts';
import { loadRecord, type LoadRecord } from '../load-record.ts';
import { planSchema, type Plan } from '../plan.ts';
import { runLoad } from '../run-load.ts';
import { fillStore } from '../seeded-store.ts';
import { emptyStore } from '../store-contents.ts';
import { openInstallationBench } from './installation-bench.ts';

// A cluster with running servers, as in an existing installation.
let runtime: string;
let environment: RunningLocalEnvironment;
let admin: ClusterClient;
let single: TargetInstance;
let multiUser: TargetInstance;
let inDatabase: TargetInstance;
const resources = fileResources();
const waiting = { progress: () => {}, signal: resources.signal };
const timeout = patience(120_000);

beforeAll(async () => {
  runtime = (await resources.use(testFolder())).path;
  vi.stubEnv('KFP_CONFORMANCE_STATE', runtime);
  environment = await resources.use(local({ audit: false }).start(() => {}, waiting.signal));
  admin = clusterClient(connectionOf(environment.kubernetes));
  const target = referenceTarget();
  const starter = await targetStarter(environment, target, waiting);
  const host = processHost(environment, starter, await readManifests(target, waiting), waiting);
  await host.prepare();
  const start = (spec: Parameters<TargetHost['start']>[0]): Promise<TargetInstance> =>
    resources.use(host.start(spec, () => {}));
  [single, multiUser, inDatabase] = await Promise.all([
    start({ id: 'single', storage: 'kubernetes', variant: 'default' }),
    start({ id: 'many', storage: 'kubernetes', variant: 'multi-user' }),
    start({ id: 'db', storage: 'database', variant: 'default' }),
  ]);
  await createNamespace(admin, inDatabase.systemNamespace);
});

afterAll(() => {
  vi.unstubAllEnvs();
});

const seed = 7;
const prefix = ownPrefixOf(`load ${seed}`);

const planOf = (changes: Partial<Plan>): Plan => ({
  ...planSchema.parse({
    name: 'small',
    objects: [20],
    versionShare: 0.5,
    operations: ['get-known'],
    loop: { kind: 'closed', iterations: 4 },
    virtualUsers: 2,
    snapshots: false,
  }),
  ...changes,
});

const installationOf = (server: TargetInstance): LoadedInstallation => ({
  kubeconfig: environment.kubernetes.kubeconfigPath,
  endpoint: server.origin,
  installationNamespace: server.systemNamespace,
  allowedHosts: [],
});

interface Measured {
  readonly record: LoadRecord;
  readonly lines: readonly string[];
}

const load = async (
  server: TargetInstance,
  plan: Plan,
  changes: Partial<LoadOptions> = {},
  record = loadRecord(),
): Promise<Measured> => {
  const lines: string[] = [];
  await runLoad({
    plan,
    seed,
    environment: { environment: 'existing', installation: installationOf(server) },
    runId: 'load-20261123T080000Z-7',
    targets: [],
    lanes: laneNames,
    without: [],
    record,
    measured: () => Promise.resolve(),
    progress: (line) => void lines.push(line),
    signal: resources.signal,
    ...changes,
  });
  return { record, lines };
};

/** The names of all objects in the cluster that a run could have made. */
const ofRun = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const kind of inventoryKinds)
    for (const one of (await admin.listMetadata(collectionOf(kind))) ?? [])
      if (text(object(one, 'metadata'), 'name').includes(prefix))
        found.push(`${kind.kind} ${text(object(one, 'metadata'), 'name')}`);
  return found;
};

const byRest = async ({ origin }: TargetInstance): Promise<readonly string[]> => {
  const kfp = kfpClient({ origin }, { record: () => {}, timeoutMs: patience(10_000) });
  const answer = await kfp.call('GET', `${apiV2}/pipelines`, { query: { page_size: 200 } });
  return itemsOf(answer, 'pipelines').map((one) => text(one, 'name'));
};

const createByRest = async ({ origin }: TargetInstance, name: string): Promise<void> => {
  const kfp = kfpClient({ origin }, { record: () => {}, timeoutMs: patience(10_000) });
  expect(await kfp.call('POST', `${apiV2}/pipelines`, { json: { name } })).toMatchObject({ status: 200 });
};

const problemsOf = ({ measurements, broken }: LoadRecord) => [
  ...broken,
  ...measurements.filter(({ invalid }) => invalid.length > 0),
];

test('an installation in Kubernetes mode is filled and measured beside pipelines of others', { timeout }, async () => {
  await createByRest(single, 'of-somebody-else');
  const operations = ['get-known', 'walk', 'create-with-version', 'delete-version', 'watch'] as const;
  const { record, lines } = await load(single, planOf({ operations: [...operations] }));
  expect(problemsOf(record)).toEqual([]);
  expect(record.measurements.map(({ lane, operation }) => `${lane} ${operation}`)).toEqual([
    ...['kubernetes/rest', 'kubernetes/crd'].flatMap((lane) =>
      ['get-known', 'walk'].map((operation) => `${lane} ${operation}`),
    ),
    'kubernetes/rest create-with-version',
    'kubernetes/rest delete-version',
    'kubernetes/crd create-with-version',
    'kubernetes/crd delete-version',
    'kubernetes/crd watch',
  ]);
  // Objects of others do not count.
  expect(record.measurements[0]).toMatchObject({ objectsBefore: 20, objectsAfter: 20 });
  expect(record.measurements[1]?.figures).toMatchObject({ gapsCount: 0, duplicatesCount: 0 });
  expect(record.stores).toMatchObject([
    {
      storage: 'kubernetes',
      proof: { counted: 20, countedVersions: 10 },
      rssBytes: { harness: expect.any(Number) as number },
    },
  ]);
  // What cannot be seen is absent, and not zero.
  expect(Object.keys(record.series).filter((name) => !/^(machine|harness|k6)\//.test(name))).toEqual([]);
  const used = record.measurements.flatMap(({ usage }) => Object.keys(usage));
  expect(used.filter((name) => !['harness', 'k6', 'watchers'].includes(name))).toEqual([]);
  expect(record.measurements[0]).not.toHaveProperty('attribution');
  expect(record.environment).toMatchObject({
    name: 'existing',
    durability: 'unknown',
    webhooks: 'found',
    identity: `system:serviceaccount:${single.systemNamespace}:${prefix}-load, with the rights of a KFP user in its namespace`,
    labels: expect.arrayContaining([expect.stringContaining('no snapshots')]) as string[],
  });
  expect(record.notMeasured).toContainEqual({
    lane: 'database/rest',
    operation: 'walk',
    text: 'the installation stores no pipelines in the database',
  });
  const estimate = lines.findIndex((line) =>
    /^objects {3}at most about \d+ pipelines and versions are created/.test(line),
  );
  expect(estimate).toBeGreaterThanOrEqual(0);
  expect(lines.findIndex((line) => line.includes('get-known at 20'))).toBeGreaterThan(estimate);
  expect(await byRest(single)).toEqual(['of-somebody-else']);
  expect(await ofRun()).toEqual([]);
});

test('a multi-user installation is filled in namespaces of the run, which are deleted', { timeout }, async () => {
  const plan = planOf({ operations: ['walk', 'create'], namespaces: 2, tenancy: 'multi-user' });
  const { record } = await load(multiUser, plan);
  expect(problemsOf(record)).toEqual([]);
  expect(record.measurements).toHaveLength(4);
  expect(record.environment?.identity).toContain('in each of 2 namespaces');
  expect(record.measurements[0]?.variation).toEqual({ tenancy: 'multi-user', namespaces: '2' });
  expect(record.plan).toMatchObject({ tenancy: 'multi-user', namespaces: 2 });
  expect(await ofRun()).toEqual([]);
});

/** The permissions of docs/permissions-and-clean-up.md for load runs, and no others. */
const documentedRules = [
  { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  { apiGroups: ['pipelines.kubeflow.org'], resources: ['*'], verbs: ['*'] },
  { apiGroups: [''], resources: ['serviceaccounts', 'namespaces'], verbs: ['create', 'list', 'delete'] },
  { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] },
  {
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
    verbs: ['create', 'list', 'delete'],
  },
];

// Why: administrators may do everything. What was applied needed the permission to patch, which nobody had asked for.
test('a user with the documented permissions alone fills and measures an installation', { timeout }, async () => {
  const metadata = { name: 'loader' };
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  await admin.create(`${rbac}/clusterroles`, { metadata, rules: documentedRules });
  await admin.create(`${rbac}/clusterrolebindings`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'loader' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'loader' }],
  });
  const kubeconfig = await environment.clientKubeconfig('loader', 'loader', []);
  for (const [server, changes] of [
    [single, {}],
    [multiUser, { namespaces: 2, tenancy: 'multi-user' }],
  ] satisfies [TargetInstance, Partial<Plan>][]) {
    const installation = { ...installationOf(server), kubeconfig };
    const plan = planOf({ operations: ['get-known', 'create'], ...changes });
    const { record } = await load(server, plan, { environment: { environment: 'existing', installation } });
    expect(problemsOf(record)).toEqual([]);
    expect(record.measurements).toHaveLength(4);
    expect(record.environment?.identity).toMatch(/^system:serviceaccount:/);
    expect(await ofRun()).toEqual([]);
  }
});

test('an installation in database mode is filled, counted and cleaned by REST', { timeout }, async () => {
  await createByRest(inDatabase, 'of-somebody-else');
  const { record } = await load(inDatabase, planOf({ operations: ['get-known', 'delete-version'] }));
  expect(problemsOf(record)).toEqual([]);
  expect(record.measurements.map(({ lane, operation }) => `${lane} ${operation}`)).toEqual([
    'database/rest get-known',
    'database/rest delete-version',
  ]);
  expect(record.stores[0]?.proof).toMatchObject({ counted: 20, countedVersions: 10 });
  expect(await byRest(inDatabase)).toEqual(['of-somebody-else']);
});

test('an interrupted run keeps what it measured and removes what it made', { timeout }, async () => {
  const controller = new AbortController();
  const record = loadRecord();
  const interrupted = load(
    single,
    planOf({ operations: ['get-known', 'create'] }),
    {
      signal: AbortSignal.any([resources.signal, controller.signal]),
      measured: () => Promise.resolve(controller.abort(new Error('interrupted by a test'))),
    },
    record,
  );
  await expect(interrupted).rejects.toThrow('interrupted by a test');
  expect(record.measurements).toHaveLength(1);
  expect(await ofRun()).toEqual([]);
});

// Why: a killed run cannot clean up; the Lease that names its prefixes is what finds its objects.
test('`env reap` removes what a run has made so far', { timeout }, async () => {
  const plan = planOf({});
  const { signal } = resources;
  const installation = installationOf(single);
  const runId = 'load-20261123T090000Z-7';
  const options = { plan, seed, installation, runId, beforeFilling: () => {}, ...waiting };
  await using bench = await openInstallationBench(options);
  const wanted = { plan: bench.plan, seed, storage: bench.storage, pipelines: 20, progress: () => {}, signal };
  await fillStore(bench, wanted, { from: emptyStore, origin: 'nothing' });
  expect(await ofRun()).not.toEqual([]);
  const { runs, problems } = await reapInstallation({ ...installation, directory: runtime }, { run: runId }, waiting);
  expect(problems).toEqual([]);
  expect(runs.map(({ removed }) => removed.length > 20)).toEqual([true]);
  expect(await ofRun()).toEqual([]);
});
