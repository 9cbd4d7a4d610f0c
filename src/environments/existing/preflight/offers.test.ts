import { expect, test } from 'vitest';
import { offeredCapabilities, offeredVariants, missingPermissions } from './offers.ts';
import { lacksOf } from './preflight-lines.ts';
import type { Preflight } from './preflight.ts';
import { allAsked, type Right, type Rights } from './rights.ts';

const found = (multiUser: boolean, without: readonly Right[], more: Partial<Preflight> = {}): Preflight => ({
  context: 'there',
  kubernetes: 'v1.34.1',
  place: { namespace: 'kubeflow', service: 'ml-pipeline' },
  endpoint: 'http://127.0.0.1:8888',
  definitions: { definitions: [] },
  health: { release: '2.17.0', commit: 'c0ffee', multiUser },
  storage: { mode: 'kubernetes', by: 'told' },
  rights: Object.fromEntries(allAsked.map((right) => [right, !without.includes(right)])) as Rights,
  pool: [],
  userHeader: 'kubeflow-userid',
  ...more,
});
const missing = (preflight: Preflight) =>
  lacksOf(preflight).flatMap((lack) => (lack.missing.includes('may not') ? [lack.missing] : []));

test('who may not make people, or rights for them, is offered no users, and told why', () => {
  const preflight = found(true, ['create, list and delete roles', 'review what others may do']);
  expect(offeredVariants(preflight)).toEqual([]);
  const why = 'the user of the context may not create, list and delete roles, nor review what others may do';
  expect(missingPermissions(preflight)).toEqual({
    'multi-user': `${why}: give it these rights; with --namespace-pool it needs them, but for reviews, in those namespaces only`,
  });
  expect(missingPermissions({ ...preflight, pool: ['team-a'] })).toEqual({
    'multi-user': `${why}: give it these rights`,
  });
  expect(missing(preflight)).toHaveLength(2);
  expect(offeredVariants(found(true, []))).toEqual(['multi-user']);
  expect(missingPermissions(found(true, []))).toEqual({});
});

test('namespaces of a pool need not be made, and where all users are seen there need be no role in the whole cluster', () => {
  const without = ['create namespaces', 'create, list and delete cluster roles'] as const;
  expect(offeredVariants(found(true, without))).toEqual([]);
  expect(offeredVariants(found(true, without, { pool: ['team-a'] }))).toEqual(['multi-user']);
});

test('roles in the whole cluster, and about shared pipelines, are offered to who may make them', () => {
  const offered = (...without: readonly Right[]) => [...offeredCapabilities(found(true, without))];
  expect(offered()).toEqual(expect.arrayContaining(['cluster-roles', 'shared-roles']));
  expect(offered('create, list and delete cluster role bindings')).not.toContain('cluster-roles');
  expect(offered('do everything in the cluster')).not.toContain('cluster-roles');
  expect(offered('give rights about shared pipelines')).not.toContain('shared-roles');
});

test('what is not offered for lack of a right says which, and what to do', () => {
  const without = ['do everything in the cluster', 'give rights about shared pipelines', 'impersonate groups'] as const;
  const who = 'the user of the context may not';
  expect(missingPermissions(found(true, without))).toEqual({
    'cluster-roles': `${who} do everything in the cluster: give it these rights`,
    'shared-roles': `${who} give rights about shared pipelines: let it make roles and role bindings, and do everything with pipelines, in kubeflow`,
    'any-user': `${who} impersonate groups: give it these rights`,
  });
  expect(missingPermissions(found(false, ['read and write pipelines']))).toEqual({
    'pipeline-objects': `${who} read and write pipelines: give it these rights in kubeflow`,
  });
});

test('who may not write pipelines through the Kubernetes API lacks that where there is one user and they are kept there', () => {
  const without = ['read and write pipeline versions'] as const;
  const single = found(false, without);
  expect(offeredCapabilities(single)).not.toContain('pipeline-objects');
  expect(missing(single)).toEqual(['the user of the context may not read and write pipeline versions']);
  for (const other of [
    found(true, without),
    found(false, without, { storage: { mode: 'database', by: 'tried' } }),
    found(false, []),
  ]) {
    expect(offeredCapabilities(other)).toContain('pipeline-objects');
    expect(missing(other)).toEqual([]);
  }
});
