import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { httpSender } from '../../clients/http.ts';
import { jsonOf, object, text } from '../../clients/json-response.ts';
import { apiV2, kfpClient, type KfpClient } from '../../clients/kfp.ts';
import { collectionPath } from '../../clients/kubernetes.ts';
import { userHeaders } from '../../clients/rest-access.ts';
import { readManifests } from '../../cluster/manifests.ts';
import { processHost } from '../../targets/processes/process-host.ts';
import { targetStarter } from '../../targets/processes/target-process.ts';
import { referenceTarget } from '../../targets/reference.ts';
import type { TargetHost, TargetInstance } from '../../targets/target-host.ts';
import { connectionOf } from '../../cluster/kubernetes-access.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { fileResources } from '../../testing/test-resources.ts';
import { patience } from '../../waiting/slowness.ts';
import { local } from '../local/local.ts';
import type { RunningLocalEnvironment } from '../local/running-local-environment.ts';
import { identify } from '../../processes/process-identity.ts';
import { clusterClient, type ClusterClient } from '../../cluster/cluster-client.ts';
import { installationHost } from '../../targets/installed/installation-host.ts';
import { openInstallation, type InstallationOptions, type OpenInstallation } from './installation.ts';
import { runLabel } from '../../cluster/own-labels.ts';
import { preflightLines } from './preflight/preflight-lines.ts';
import { reapInstallation } from './clean-up/reap-installation.ts';

// A cluster with running servers, as in an existing installation.
let runtime: string;
let environment: RunningLocalEnvironment;
let admin: ClusterClient;
let host: TargetHost;
const resources = fileResources();
const waiting = { progress: () => {}, signal: resources.signal };

const startServer = (spec: Parameters<TargetHost['start']>[0]): Promise<TargetInstance> =>
  resources.use(host.start(spec, () => {}));

let single: TargetInstance;
let multiUser: TargetInstance;
let inDatabase: TargetInstance;

beforeAll(async () => {
  runtime = (await resources.use(testFolder())).path;
  vi.stubEnv('KFP_CONFORMANCE_STATE', runtime);
  environment = await resources.use(local({ audit: false }).start(() => {}, waiting.signal));
  admin = clusterClient(connectionOf(environment.kubernetes));
  const target = referenceTarget();
  const starter = await targetStarter(environment, target, waiting);
  host = processHost(environment, starter, await readManifests(target, waiting), waiting);
  await host.prepare();
  [single, multiUser, inDatabase] = await Promise.all([
    startServer({ id: 'single', storage: 'kubernetes', variant: 'default' }),
    startServer({ id: 'many', storage: 'kubernetes', variant: 'multi-user' }),
    startServer({ id: 'db', storage: 'database', variant: 'multi-user' }),
  ]);
  await admin.call('POST', '/api/v1/namespaces', { metadata: { name: inDatabase.systemNamespace } });
});

afterAll(() => {
  vi.unstubAllEnvs();
});

let run = 0;
beforeEach(() => {
  run += 1;
});

const optionsFor = (server: TargetInstance): InstallationOptions => ({
  kubeconfig: environment.kubernetes.kubeconfigPath,
  endpoint: server.origin,
  installationNamespace: server.systemNamespace,
  directory: runtime,
  runId: `20261123T080000Z-${run}`,
  prefixes: [`k00000${String(run).padStart(2, '0')}`],
});
const prefix = () => `k00000${String(run).padStart(2, '0')}`;

const pipelinesIn = async (namespace: string): Promise<readonly string[]> =>
  ((await admin.list(collectionPath(namespace, 'pipelines'))) ?? []).map((one) =>
    text(object(one, 'metadata'), 'name'),
  );

const create = async (kfp: KfpClient, name: string, namespace?: string): Promise<string> => {
  const answer = await kfp.call('POST', `${apiV2}/pipelines`, { json: { name, ...(namespace && { namespace }) } });
  expect(answer).toMatchObject({ status: 200 });
  return text(jsonOf(answer), 'pipeline_id');
};
const session = { record: () => {}, timeoutMs: patience(10_000) };
const asCleanupUser = ({ rest, cleanupUser }: OpenInstallation) =>
  kfpClient({ ...rest.server, headers: userHeaders(rest, cleanupUser) }, session);

test('a preflight reports the installation and its limitations', async () => {
  await using installation = await openInstallation(optionsFor(single), waiting);
  const { found } = installation;
  expect(found).toMatchObject({
    context: 'kfp-conformance',
    kubernetes: `v${environment.versions['kube-apiserver']}`,
    health: { multiUser: false, store: 'kubernetes' },
    storage: { mode: 'kubernetes', source: 'probe', namespace: single.systemNamespace },
  });
  expect(found.definitions.definitions.map(({ plural }) => plural)).toEqual(
    expect.arrayContaining(['pipelines', 'pipelineversions']),
  );
  expect(found.definitions.webhooks).not.toEqual([]);
  const lines = preflightLines(found);
  expect(lines).toContainEqual(expect.stringMatching(/^found: pipelines are stored in the Kubernetes API \(verified/));
  expect(lines).toContainEqual(
    expect.stringMatching(/^warning: the installation is single-user; multi-user checks are skipped/),
  );
  expect(lines).not.toContainEqual(expect.stringMatching(/may not/));
});

test('all objects of a run are removed, and objects of others stay', { timeout: patience(60_000) }, async () => {
  const installation = await openInstallation(optionsFor(single), waiting);
  const kfp = kfpClient({ origin: single.origin }, session);
  await create(kfp, `${prefix()}-mine`);
  await create(kfp, 'of-somebody-else');
  const held = collectionPath(single.systemNamespace, 'pipelines', `${prefix()}-mine`);
  await admin.call('PATCH', held, { metadata: { finalizers: ['example.com/held'] } });
  const role = { kind: 'ClusterRole', metadata: { name: 'wide', labels: installation.ownLabels }, rules: [] };
  await admin.call('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', role);
  const result = await installation.clean();
  expect(result).toMatchObject({ leaked: [], failures: [], unreadable: [], removedByOthers: [] });
  expect(result.addedByOthers.map(({ name }) => name)).toEqual(['of-somebody-else']);
  expect(result.removed).toBe(2);
  expect(await pipelinesIn(single.systemNamespace)).toEqual(['of-somebody-else']);
  await installation[Symbol.asyncDispose]();
  const records = `/apis/coordination.k8s.io/v1/namespaces/${single.systemNamespace}/leases`;
  const leases = await admin.list(records, { labelSelector: runLabel });
  expect(leases).toEqual([]);
});

test(
  'pipelines in a database are removed, also those of deleted namespaces',
  { timeout: patience(60_000) },
  async () => {
    const installation = await openInstallation(optionsFor(inDatabase), waiting);
    const kfp = asCleanupUser(installation);
    const namespace = `ns-${prefix()}-second`;
    await installation.createNamespace(namespace);
    await create(kfp, 'first', namespace);
    await installation.removeScenario(prefix());
    await create(kfp, 'late', namespace);
    await create(kfp, `${prefix()}-shared`);
    await create(kfp, 'of-somebody-else', 'team-a');
    const listingOf = async (listed: string) =>
      (await kfp.call('GET', `${apiV2}/pipelines`, { query: { namespace: listed } })).body;
    expect(await listingOf(namespace)).toContain('late');
    const { leaked, unreadable, failures } = await installation.clean();
    expect({ leaked, unreadable, failures }).toEqual({ leaked: [], unreadable: [], failures: [] });
    const again = await openInstallation(
      { ...optionsFor(inDatabase), runId: '20261123T090000Z-1', prefixes: ['k0000099'] },
      waiting,
    );
    const kfpAgain = asCleanupUser(again);
    for (const [listed, expected] of [
      [namespace, 0],
      ['team-a', 1],
      [undefined, 0],
    ] as const) {
      const answer = await kfpAgain.call('GET', `${apiV2}/pipelines`, { query: { namespace: listed } });
      expect(Number(jsonOf(answer)['total_size'] ?? 0)).toBe(expected);
    }
    await again[Symbol.asyncDispose]();
    await installation[Symbol.asyncDispose]();
  },
);

test(
  'only the leftovers of a scenario are removed from a namespace of the pool',
  { timeout: patience(60_000) },
  async () => {
    for (const name of ['team-a', 'team-b']) await admin.call('POST', '/api/v1/namespaces', { metadata: { name } });
    const installation = await openInstallation(
      { ...optionsFor(multiUser), namespacePool: ['team-a', 'team-b'] },
      waiting,
    );
    const [namespace = ''] = (await installation.pool?.acquire(1, waiting.signal)) ?? [];
    const kfp = asCleanupUser(installation);
    await create(kfp, `${prefix()}-mine`, namespace);
    await create(kfp, 'of-the-team', namespace);
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await admin.call('POST', accounts, { metadata: { name: 'owner', labels: installation.ownLabels } });
    await admin.call('POST', accounts, { metadata: { name: 'of-the-team' } });
    await installation.pool?.release([namespace]);
    expect(await pipelinesIn(namespace)).toEqual(['of-the-team']);
    const names = ((await admin.list(accounts)) ?? []).map((one) => text(object(one, 'metadata'), 'name'));
    expect(names).toEqual(['default', 'of-the-team']);
    await installation[Symbol.asyncDispose]();
  },
);

test('the API server authenticates an impersonated user with its groups', async () => {
  await using installation = await openInstallation(optionsFor(multiUser), waiting);
  const { cluster } = installation;
  const connection = { ...cluster.connection, ...installation.clientIdentity('ann', ['readers', 'writers']) };
  const answer = await httpSender(
    'kubernetes',
    connection,
    session,
  )({
    method: 'POST',
    target: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    headers: { 'content-type': 'application/json' },
    body: '{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}',
  });
  expect(object(object(jsonOf(answer), 'status'), 'userInfo')).toEqual({
    username: 'ann',
    groups: ['readers', 'writers', 'system:authenticated'],
  });
});

test('a run with the seed of an active run is rejected, and leaves its objects untouched', async () => {
  await using active = await openInstallation(optionsFor(single), waiting);
  await create(kfpClient({ origin: single.origin }, session), `${prefix()}-living`);
  const leases = `/apis/coordination.k8s.io/v1/namespaces/${single.systemNamespace}/leases`;
  // Not those of the server, which come and go.
  const records = async () =>
    (await admin.list(leases, { labelSelector: runLabel }))?.map((one) => text(object(one, 'metadata'), 'name'));
  const before = await records();
  expect(before).toHaveLength(1);
  const same = { ...optionsFor(single), runId: '20261123T100000Z-1' };
  await expect(openInstallation(same, waiting)).rejects.toThrow(/another --seed/);
  expect(await records()).toEqual(before);
  expect(await pipelinesIn(single.systemNamespace)).toContain(`${prefix()}-living`);
  expect(await active.clean()).toMatchObject({ removed: 1 });
});

test(
  'the next run removes the leftovers of a killed run, and nothing of an active one',
  { timeout: patience(60_000) },
  async () => {
    const active = await openInstallation(optionsFor(multiUser), waiting);
    await admin.call('POST', '/api/v1/namespaces', { metadata: { name: 'team-c' } });
    await create(asCleanupUser(active), `${prefix()}-living`, 'team-c');
    const killed = { runId: '20261123T070000Z-9', prefix: 'kdead0001' };
    await admin.call('POST', '/api/v1/namespaces', {
      metadata: { name: 'ns-kdead0001', labels: { [runLabel]: killed.runId } },
    });
    await create(asCleanupUser(active), 'kdead0001-left', multiUser.systemNamespace);
    await admin.call('POST', `/apis/coordination.k8s.io/v1/namespaces/${multiUser.systemNamespace}/leases`, {
      metadata: {
        name: 'kfp-conformance-killed',
        labels: { [runLabel]: killed.runId },
        annotations: {
          'kfp-conformance/prefixes': killed.prefix,
          'kfp-conformance/process': JSON.stringify({ ...identify(process.pid), start: '1' }),
        },
      },
      spec: { renewTime: '2026-11-23T07:00:00.000000Z' },
    });
    const lines: string[] = [];
    await using _next = await openInstallation(
      { ...optionsFor(multiUser), runId: '20261123T100000Z-1', prefixes: [] },
      { ...waiting, progress: (line) => void lines.push(line) },
    );
    expect(lines).toContain('removed 2 objects left by run 20261123T070000Z-9');
    const namespaces = ((await admin.listMetadata('/api/v1/namespaces')) ?? []).map((one) =>
      text(object(one, 'metadata'), 'name'),
    );
    expect(namespaces).not.toContain('ns-kdead0001');
    expect(await pipelinesIn(multiUser.systemNamespace)).toEqual([]);
    expect(await pipelinesIn('team-c')).toEqual([`${prefix()}-living`]);
    // A run chosen by its id is removed even though its record shows it as active.
    const options = optionsFor(multiUser);
    const { runs, problems } = await reapInstallation(options, { run: options.runId }, waiting);
    expect(runs).toMatchObject([{ runId: options.runId, failures: [] }]);
    expect(problems).toEqual([]);
    await expect(reapInstallation(options, { run: 'none' }, waiting)).rejects.toThrow(/run none has left no objects/);
    await active[Symbol.asyncDispose]();
  },
);

test('the namespaces and cluster roles of a scenario are removed after it', { timeout: patience(60_000) }, async () => {
  const installation = await openInstallation(optionsFor(multiUser), waiting);
  const [namespace, role] = [`ns-${prefix()}`, `${prefix()}-role-1`];
  await installation.createNamespace(namespace);
  await create(asCleanupUser(installation), 'held', namespace);
  const held = collectionPath(namespace, 'pipelines', 'held');
  await admin.call('PATCH', held, { metadata: { finalizers: ['example.com/held'] } });
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  await admin.call('POST', `${rbac}/clusterroles`, { metadata: { name: role }, rules: [] });
  await admin.call('POST', `${rbac}/clusterrolebindings`, {
    metadata: { name: role },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  });
  await installation.removeScenario(prefix());
  expect(await admin.get(`${rbac}/clusterroles/${role}`)).toBeUndefined();
  expect(await admin.get(`${rbac}/clusterrolebindings/${role}`)).toBeUndefined();
  // The finalizer would block the deletion of the namespace for ever.
  await expect.poll(() => admin.get(`/api/v1/namespaces/${namespace}`), { timeout: patience(20_000) }).toBeUndefined();
  await installation[Symbol.asyncDispose]();
});

/** Grants SubjectAccessReviews, which need a permission in the whole cluster. */
const allowReviews = async (name: string): Promise<void> => {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const metadata = { name: `${name}-reviews` };
  const rules = [{ apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] }];
  await admin.call('POST', `${rbac}/clusterroles`, { metadata, rules });
  await admin.call('POST', `${rbac}/clusterrolebindings`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }],
  });
};

test('a user without permissions gets them listed, and the run creates nothing', async () => {
  const kubeconfig = await environment.clientKubeconfig('nora', 'nora', []);
  for (const server of [multiUser, inDatabase]) {
    const lines: string[] = [];
    const progress = (line: string) => void lines.push(line);
    const installation = await openInstallation({ ...optionsFor(server), kubeconfig }, { ...waiting, progress });
    const host = installationHost(installation, [], waiting);
    expect(host.variants).toEqual([]);
    expect(host.unavailable?.['multi-user']).toMatch(
      /may not .*create, list and delete roles.*, nor create namespaces/,
    );
    await host.prepare();
    expect(await installation.clean()).toMatchObject({ removed: 0, failures: [] });
    expect(lines.at(-1)).toMatch(/^multi-user checks were skipped: .* grant these permissions; with --namespace-pool/);
    await installation[Symbol.asyncDispose]();
    const { runs, problems } = await reapInstallation({ ...optionsFor(server), kubeconfig }, 'all', waiting);
    expect(runs).toEqual([]);
    expect(problems.join()).toMatch(/could not be looked for: the user may not list Leases/);
  }
});

test('a user who may not delete pipeline objects removes those of a single-user installation by REST', async () => {
  const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${single.systemNamespace}`;
  const metadata = { name: 'rita' };
  const rules = [{ apiGroups: ['pipelines.kubeflow.org'], resources: ['*'], verbs: ['get', 'list'] }];
  await admin.call('POST', `${roles}/roles`, { metadata, rules });
  await admin.call('POST', `${roles}/rolebindings`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'rita' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'rita' }],
  });
  const kubeconfig = await environment.clientKubeconfig('rita', 'rita', []);
  const installation = await openInstallation({ ...optionsFor(single), kubeconfig }, waiting);
  // Read access is enough to find out the storage mode.
  expect(installation.found.storage).toMatchObject({ mode: 'kubernetes', source: 'probe' });
  expect(installationHost(installation, [], waiting).capabilities).not.toContain('pipeline-objects');
  await create(kfpClient({ origin: single.origin }, session), `${prefix()}-mine`);
  expect(await installation.clean()).toMatchObject({ removed: 1, leaked: [], failures: [] });
  expect(await pipelinesIn(single.systemNamespace)).not.toContain(`${prefix()}-mine`);
  await installation[Symbol.asyncDispose]();
});

test('a user with one namespace can run in it, and gets the limitations listed', async () => {
  await admin.call('POST', '/api/v1/namespaces', { metadata: { name: 'team-d' } });
  await admin.call('POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/team-d/rolebindings', {
    metadata: { name: 'owner' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'dora' }],
  });
  await allowReviews('dora');
  const options = { ...optionsFor(multiUser), kubeconfig: await environment.clientKubeconfig('dora', 'dora', []) };
  const installation = await openInstallation({ ...options, namespacePool: ['team-d'] }, waiting);
  const lines = preflightLines(installation.found);
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^found: custom resources of pipelines.kubeflow.org: .*pipelines \(v2beta1\)/),
      expect.stringMatching(/^found: webhook configurations for them: not readable/),
      expect.stringMatching(
        /^warning: the user of the context may not create, list and delete cluster roles; scenarios about cluster-wide/,
      ),
      expect.stringMatching(/^warning: the pool has one namespace; scenarios run one at a time/),
    ]),
  );
  // With a pool these permissions are missing but not needed.
  expect(lines).not.toContainEqual(
    expect.stringMatching(/may not (create (namespaces|, list and delete roles)|do everything with pipelines);/),
  );
  await create(asCleanupUser(installation), `${prefix()}-mine`, 'team-d');
  expect(await installation.clean()).toMatchObject({ leaked: [], failures: [] });
  expect(await pipelinesIn('team-d')).toEqual([]);
  await installation[Symbol.asyncDispose]();
});

test('a missing namespace of the pool is reported before anything is created', async () => {
  const opening = openInstallation({ ...optionsFor(multiUser), namespacePool: ['team-z'] }, waiting);
  await expect(opening).rejects.toThrow('--namespace-pool: there is no namespace team-z in the cluster');
});
