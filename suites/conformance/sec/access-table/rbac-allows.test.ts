import { expect, test } from 'vitest';
import { rbacAllows } from './rbac-allows.ts';

const readers = { rules: [{ verbs: ['get', 'list'], resources: ['pipelines'] }], namespace: 'team' };
const get = { verb: 'get', resource: 'pipelines', name: 'first' } as const;

test('a role grants its verbs on its resources in its namespace, and nothing else', () => {
  expect(rbacAllows([readers], 'team', get)).toBe(true);
  expect(rbacAllows([readers], 'team', { ...get, verb: 'delete' })).toBe(false);
  expect(rbacAllows([readers], 'team', { ...get, resource: 'pipelineversions' })).toBe(false);
  expect(rbacAllows([readers], 'other', get)).toBe(false);
  expect(rbacAllows([], 'team', get)).toBe(false);
});

test('a cluster role applies in every namespace', () => {
  expect(rbacAllows([{ rules: readers.rules }], 'other', get)).toBe(true);
});

test('resource names restrict a rule to these objects, so it grants neither list nor create', () => {
  const named = { rules: [{ verbs: ['*'], resources: ['*'], resourceNames: ['first'] }] };
  expect(rbacAllows([named], 'team', get)).toBe(true);
  expect(rbacAllows([named], 'team', { ...get, name: 'second' })).toBe(false);
  expect(rbacAllows([named], 'team', { verb: 'list', resource: 'pipelines' })).toBe(false);
});

test('verbs of one rule do not apply to the resources of another', () => {
  const two = {
    rules: [
      { verbs: ['get'], resources: ['pipelineversions'] },
      { verbs: ['delete'], resources: ['pipelines'] },
    ],
  };
  expect(rbacAllows([two], 'team', get)).toBe(false);
});
