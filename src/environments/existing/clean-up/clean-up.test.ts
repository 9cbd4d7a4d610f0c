import { expect, test } from 'vitest';
import type { KfpClient } from '../../../clients/kfp.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { cleanUp, cleanUpLines, requireClean, type CleanUp } from './clean-up.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { compareInventories } from './compare-inventories.ts';
import { restInventory, takeInventory, type InventoryItem } from './inventory.ts';
import { NoAnswerError } from '../../../contract/exchange.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { receivedAnswer } from '../../../testing/received-answer.ts';

const item = (kind: string, name: string, more: Partial<InventoryItem> = {}): InventoryItem => ({
  kind,
  name,
  uid: `${kind}-${name}`,
  ...more,
});

const ownership = { runId: '7', prefixes: ['k3f9a1c2'] };

test('objects left by this run are distinguished from changes made by others', () => {
  const left = item('Role', 'k3f9a1c2-role-1', { resource: 'roles.rbac.authorization.k8s.io', namespace: 'team-a' });
  const before = { items: [item('Namespace', 'kubeflow'), item('Pipeline', 'theirs')], unreadable: [] };
  const after = { items: [item('Namespace', 'kubeflow'), item('Pipeline', 'new'), left], unreadable: [] };
  expect(compareInventories(before, after, ownership)).toEqual({
    leaked: [left],
    addedByOthers: [item('Pipeline', 'new')],
    removedByOthers: [item('Pipeline', 'theirs')],
  });
});

// Why: 10,000 commands were printed for the objects of one namespace, whose deletion removes them.
test('of a namespace of the run that is left its objects are not named', () => {
  const namespace = item('Namespace', 'ns-k3f9a1c2-load', { resource: 'namespaces' });
  const within = { resource: 'pipelines.pipelines.kubeflow.org', namespace: namespace.name };
  const inside = item('Pipeline', 'k3f9a1c2-00000001', within);
  const beside = item('Pipeline', 'k3f9a1c2-00000002', { ...within, namespace: 'kubeflow' });
  const inDatabase = item('Pipeline', 'k3f9a1c2-00000003', { namespace: namespace.name });
  const after = { items: [namespace, inside, beside, inDatabase], unreadable: [] };
  const { leaked } = compareInventories({ items: [], unreadable: [] }, after, ownership);
  expect(leaked).toEqual([namespace, beside, inDatabase]);
});

const clean: CleanUp = {
  removed: 3,
  failures: [],
  unreadable: [],
  newlyUnreadable: [],
  leaked: [],
  addedByOthers: [],
  removedByOthers: [],
};

test('every leaked object is listed with the command that removes it', () => {
  const leaked = [
    item('Namespace', 'ns-k3f9a1c2', { resource: 'namespaces' }),
    item('Pipeline', 'a', { resource: 'pipelines.pipelines.kubeflow.org', namespace: 'team-a' }),
    item('Pipeline', 'in the database'),
  ];
  const failing = () => requireClean({ ...clean, leaked, failures: ['Namespace ns-k3f9a1c2: 403 no'] }, 'my cluster');
  expect(failing).toThrow(/^3 objects of this run are still in the cluster; remove them:/);
  expect(failing).toThrow(/Namespace ns-k3f9a1c2: kubectl --context 'my cluster' delete namespaces ns-k3f9a1c2\n/);
  expect(failing).toThrow(/delete pipelines\.pipelines\.kubeflow\.org a -n team-a\n/);
  expect(failing).toThrow(/curl -X DELETE "\$KFP\/apis\/v2beta1\/pipelines\/Pipeline-in the database\?cascade=true"/);
  expect(failing).toThrow(/Removals that failed:\n {2}Namespace ns-k3f9a1c2: 403 no$/);
  expect(() => requireClean(clean, 'x')).not.toThrow();
});

test('changes by others are reported, up to a limit', () => {
  const addedByOthers = Array.from({ length: 30 }, (_, index) => item('Pipeline', `p${index}`));
  const lines = cleanUpLines({ ...clean, addedByOthers });
  expect(lines[0]).toBe('removed 3 objects of this run; no objects of this run are left');
  expect(lines.at(-1)).toMatch(/^added during the run, apparently by others: Pipeline p0, .* and 10 more$/);
});

test('a failed removal, or resources that have become unreadable, fail the clean-up', async () => {
  expect(() => requireClean({ ...clean, failures: ['Role a: 403 no'] }, 'x')).toThrow(
    'Removals that failed:\n  Role a: 403 no',
  );
  const cluster = {
    call: async () => ({ status: 200, body: '' }),
    listMetadata: async (target: string) => {
      if (/\/(?:roles|clusterroles)$/.test(target)) throw new EnvironmentError('it answered 500');
      return [];
    },
  } as unknown as ClusterClient;
  const before = {
    items: [],
    unreadable: [{ resources: 'clusterroles', reason: 'it answered 403', forbidden: true as const }],
  };
  const kfp = {} as KfpClient;
  const result = await cleanUp(before, { cluster, kfp, namespaces: [], listings: [], ownership });
  expect(result.unreadable.map(({ resources }) => resources)).toEqual(['roles', 'clusterroles']);
  // Resources that the user may not list do not fail the clean-up: the run made none.
  expect(result.newlyUnreadable).toEqual([{ resources: 'roles', reason: 'it answered 500' }]);
  expect(() => requireClean(result, 'x')).toThrow(/could not be read after the run.*:\n {2}roles: it answered 500$/s);
});

const refusing = (status: number) => {
  const refused = { status, headers: {}, body: 'no' };
  return {
    call: async () => refused,
    listMetadata: async (path: string) => {
      throw new RefusedError({ method: 'GET', path }, refused);
    },
  } as unknown as ClusterClient;
};

// Why: resources whose list failed before the run, as by a time-out, did not fail its clean-up when it failed again.
test('resources whose list only failed before the run, and fails after it, fail the clean-up', async () => {
  const cleanedUp = async (status: number): Promise<CleanUp> => {
    const options = { cluster: refusing(status), kfp: {} as KfpClient, namespaces: [], listings: [], ownership };
    return cleanUp(await takeInventory(options), options);
  };
  const [forbidden, failed] = await Promise.all([cleanedUp(403), cleanedUp(500)]);
  expect(() => requireClean(forbidden, 'x')).not.toThrow();
  expect(() => requireClean(failed, 'x')).toThrow(/could not be read after the run.*clusterroles/s);
  for (const result of [forbidden, failed])
    expect(cleanUpLines(result)[0]).toMatch(/no objects of this run are left in the resources that could be read$/);
});

// Why: objects of others in a resource that could no longer be read were reported as removed by others.
test('objects in resources that could not be read are neither gone nor new', () => {
  const role = item('Role', 'theirs', { resource: 'roles.rbac.authorization.k8s.io', namespace: 'team-a' });
  const pipeline = item('Pipeline', 'theirs', { namespace: 'team-a' });
  const shared = item('Pipeline', 'shared');
  const hidden = (resources: string) => ({ resources, reason: 'it answered 500' });
  const nothing = { items: [], unreadable: ['roles of team-a', 'pipelines by REST of team-a'].map(hidden) };
  const all = { items: [role, pipeline, shared], unreadable: [] };
  expect(compareInventories(all, nothing, ownership)).toMatchObject({ removedByOthers: [shared] });
  expect(compareInventories(nothing, all, ownership)).toMatchObject({ addedByOthers: [shared] });
  const everywhere = { items: [], unreadable: [hidden('roles'), hidden('pipelines by REST')] };
  expect(compareInventories(all, everywhere, ownership)).toMatchObject({ removedByOthers: [] });
});

// Why: a listing without an answer ended the clean-up, and an error page with 200 was a listing of nothing.
test('pipelines that REST does not list are reported, and are not gone', async () => {
  const asked = { method: 'GET', target: '/apis/v2beta1/pipelines' };
  const reading = (call: KfpClient['call']) => restInventory([{ kfp: { call } as KfpClient, namespace: 'team-a' }]);
  const answering = (status: number, body: unknown) => reading(async () => receivedAnswer('rest', status, body));
  const inventories = [
    reading(() => Promise.reject(new NoAnswerError({ ...asked, headers: {} }, 'rest', new Error('a time-out')))),
    answering(200, '<html>log in</html>'),
    answering(200, ''),
    answering(200, []),
    answering(200, { pipelines: null }),
    answering(302, ''),
    answering(403, { code: 7 }),
    answering(503, ''),
  ];
  for (const inventory of await Promise.all(inventories))
    expect(inventory).toMatchObject({ items: [], unreadable: [{ resources: 'pipelines by REST of team-a' }] });
  expect(await answering(200, {})).toEqual({ items: [], unreadable: [] });
});
