import { expect, test } from 'vitest';
import { offeredCapabilities, offeredVariants, missingPermissions } from './offers.ts';
import { limitationsOf } from './preflight-lines.ts';
import type { Preflight } from './preflight.ts';
import { checkedRights, type Right, type Rights } from './rights.ts';

const found = (multiUser: boolean, without: readonly Right[], more: Partial<Preflight> = {}): Preflight => ({
  context: 'there',
  kubernetes: 'v1.34.1',
  place: { namespace: 'kubeflow', service: 'ml-pipeline' },
  endpoint: 'http://127.0.0.1:8888',
  definitions: { definitions: [] },
  health: { release: '2.17.0', commit: 'c0ffee', multiUser },
  storage: { mode: 'kubernetes', source: 'report' },
  rights: Object.fromEntries(checkedRights.map((right) => [right, !without.includes(right)])) as Rights,
  pool: [],
  userHeader: 'kubeflow-userid',
  ...more,
});
const missing = (preflight: Preflight) =>
  limitationsOf(preflight).flatMap((lack) => (lack.reason.includes('may not') ? [lack.reason] : []));

test('without the permission to create users, the multi-user variant is not offered, and the reason is given', () => {
  const preflight = found(true, ['create, list and delete roles', 'create subject access reviews']);
  expect(offeredVariants(preflight)).toEqual([]);
  const reason = 'the user of the context may not create, list and delete roles, nor create subject access reviews';
  expect(missingPermissions(preflight)).toEqual({
    'multi-user': `${reason}: grant these permissions; with --namespace-pool they are needed in those namespaces only, except for subject access reviews`,
  });
  expect(missingPermissions({ ...preflight, pool: ['team-a'] })).toEqual({
    'multi-user': `${reason}: grant these permissions`,
  });
  expect(missing(preflight)).toHaveLength(2);
  expect(offeredVariants(found(true, []))).toEqual(['multi-user']);
  expect(missingPermissions(found(true, []))).toEqual({});
});

test('with a namespace pool, neither namespaces nor cluster roles have to be created', () => {
  const without = ['create namespaces', 'create, list and delete cluster roles'] as const;
  expect(offeredVariants(found(true, without))).toEqual([]);
  expect(offeredVariants(found(true, without, { pool: ['team-a'] }))).toEqual(['multi-user']);
});

test('cluster roles and roles for shared pipelines are offered if the user may create them', () => {
  const offered = (...without: readonly Right[]) => [...offeredCapabilities(found(true, without))];
  expect(offered()).toEqual(expect.arrayContaining(['cluster-roles', 'shared-roles']));
  expect(offered('create, list and delete cluster role bindings')).not.toContain('cluster-roles');
  expect(offered('do everything in the cluster')).not.toContain('cluster-roles');
  expect(offered('grant permissions on shared pipelines')).not.toContain('shared-roles');
});

test('for everything that is not offered, the missing permissions and the remedy are given', () => {
  const without = [
    'do everything in the cluster',
    'grant permissions on shared pipelines',
    'impersonate groups',
  ] as const;
  const mayNot = 'the user of the context may not';
  expect(missingPermissions(found(true, without))).toEqual({
    'cluster-roles': `${mayNot} do everything in the cluster: grant these permissions`,
    'shared-roles': `${mayNot} grant permissions on shared pipelines: allow it to create, list and delete roles and role bindings, and to do everything with pipelines, in kubeflow`,
    'any-user': `${mayNot} impersonate groups: grant these permissions`,
  });
  expect(missingPermissions(found(false, ['read and write pipelines']))).toEqual({
    'pipeline-objects': `${mayNot} read and write pipelines: grant these permissions in kubeflow`,
  });
});

test('write permission on pipeline objects is needed only in single-user installations with the Kubernetes store', () => {
  const without = ['read and write pipeline versions'] as const;
  const single = found(false, without);
  expect(offeredCapabilities(single)).not.toContain('pipeline-objects');
  expect(missing(single)).toEqual(['the user of the context may not read and write pipeline versions']);
  for (const other of [
    found(true, without),
    found(false, without, { storage: { mode: 'database', source: 'probe' } }),
    found(false, []),
  ]) {
    expect(offeredCapabilities(other)).toContain('pipeline-objects');
    expect(missing(other)).toEqual([]);
  }
});

// Why: without a reason, a missing right to restart pods looked as if the environment could not restart them.
test('the rights to restart, to roll out and to reach replicas are named where they are missing', () => {
  const mayNot = 'the user of the context may not';
  const place = 'grant these permissions in kubeflow';
  expect(missingPermissions(found(false, ['delete pods', 'patch deployments', 'forward ports']))).toEqual({
    process: `${mayNot} delete pods: ${place}`,
    cluster: `${mayNot} patch deployments: ${place}`,
  });
  const deployment = { name: 'x', images: [], replicas: 2, ready: 2, env: {}, args: [], serviceAccount: 'x' };
  const two = found(false, ['forward ports'], { apiServer: { ports: [], deployment } });
  expect(missingPermissions(two)).toEqual({
    replicas: `${mayNot} forward ports: ${place}`,
    'two-replicas': `${mayNot} forward ports: ${place}`,
  });
});
