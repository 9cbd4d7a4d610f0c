import { expect, test } from 'vitest';
import type { KfpClient } from '../../../clients/kfp.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { cleanUp, cleanUpLines, requireClean, type CleanUp } from './clean-up.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { compareInventories } from './compare-inventories.ts';
import type { InventoryItem } from './inventory.ts';

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
  const before = { items: [], unreadable: [{ resources: 'clusterroles', reason: 'it answered 403' }] };
  const kfp = {} as KfpClient;
  const result = await cleanUp(before, { cluster, kfp, namespaces: [], listings: [], ownership });
  expect(result.unreadable.map(({ resources }) => resources)).toEqual(['roles', 'clusterroles']);
  // Resources that were unreadable before the run do not fail its clean-up.
  expect(result.newlyUnreadable).toEqual([{ resources: 'roles', reason: 'it answered 500' }]);
  expect(() => requireClean(result, 'x')).toThrow(/could not be read after the run.*:\n {2}roles: it answered 500$/s);
});
