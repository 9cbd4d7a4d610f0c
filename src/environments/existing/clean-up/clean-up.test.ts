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

test('what is left of a run is told from what others have done meanwhile', () => {
  const left = item('Role', 'k3f9a1c2-role-1', { resource: 'roles.rbac.authorization.k8s.io', namespace: 'team-a' });
  const before = { items: [item('Namespace', 'kubeflow'), item('Pipeline', 'theirs')], unseen: [] };
  const after = { items: [item('Namespace', 'kubeflow'), item('Pipeline', 'new'), left], unseen: [] };
  expect(compareInventories(before, after, ownership)).toEqual({
    leaked: [left],
    addedByOthers: [item('Pipeline', 'new')],
    removedByOthers: [item('Pipeline', 'theirs')],
  });
});

const clean: CleanUp = {
  removed: 3,
  failures: [],
  unseen: [],
  unknown: [],
  leaked: [],
  addedByOthers: [],
  removedByOthers: [],
};

test('everything that is left is named with the command that removes it', () => {
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
  expect(failing).toThrow(/Refused were:\n {2}Namespace ns-k3f9a1c2: 403 no$/);
  expect(() => requireClean(clean, 'x')).not.toThrow();
});

test('changes by others are told, and not without end', () => {
  const addedByOthers = Array.from({ length: 30 }, (_, index) => item('Pipeline', `p${index}`));
  const lines = cleanUpLines({ ...clean, addedByOthers });
  expect(lines[0]).toBe('removed 3 objects of this run; nothing of it is left');
  expect(lines.at(-1)).toMatch(/^made meanwhile, not known to be this run's: Pipeline p0, .* and 10 more$/);
});

test('a removal that was refused, and a place that cannot be looked at any more, are no clean end', async () => {
  expect(() => requireClean({ ...clean, failures: ['Role a: 403 no'] }, 'x')).toThrow(
    'Refused were:\n  Role a: 403 no',
  );
  const cluster = {
    call: async () => ({ status: 200, body: '' }),
    listMetadata: async (target: string) => {
      if (/\/(?:roles|clusterroles)$/.test(target)) throw new EnvironmentError('it answered 500');
      return [];
    },
  } as unknown as ClusterClient;
  const before = { items: [], unseen: [{ what: 'clusterroles', why: 'it answered 403' }] };
  const kfp = {} as KfpClient;
  const result = await cleanUp(before, { cluster, kfp, namespaces: [], listings: [], ownership });
  expect(result.unseen.map(({ what }) => what)).toEqual(['roles', 'clusterroles']);
  // What nobody could look at before is told at the beginning, and no fault of the end.
  expect(result.unknown).toEqual([{ what: 'roles', why: 'it answered 500' }]);
  expect(() => requireClean(result, 'x')).toThrow(/not known.*:\n {2}roles: it answered 500$/s);
});
