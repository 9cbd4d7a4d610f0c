import { expect, test } from 'vitest';
import { object, text } from '../../clients/json-response.ts';
import { readManifests } from '../manifests.ts';
import { rightsFor } from './server-rights.ts';

const waiting = { progress: () => {}, signal: new AbortController().signal };

const given = async (tenancy: 'single-user' | 'multi-user') => {
  const { serverRights } = await readManifests({}, waiting);
  return rightsFor(serverRights, { id: 'k8s-1', namespace: 'kfp-k8s-1', tenancy });
};
const namesOf = (rights: Awaited<ReturnType<typeof given>>) =>
  rights.map((one) => `${text(one, 'kind')} ${text(object(one, 'metadata'), 'name')}`);

test('a server of one user may act in its own namespace only', async () => {
  const rights = await given('single-user');
  expect(namesOf(rights)).toEqual(['Role ml-pipeline', 'RoleBinding ml-pipeline']);
  for (const one of rights) expect(object(one, 'metadata')['namespace']).toBe('kfp-k8s-1');
});

test('roles of the cluster get names of the target, and are bound to its own account', async () => {
  const rights = await given('multi-user');
  expect(namesOf(rights)).toContain('ClusterRole ml-pipeline.k8s-1');
  expect(rights.find((one) => text(one, 'kind') === 'ClusterRoleBinding')).toMatchObject({
    metadata: { name: 'ml-pipeline.k8s-1' },
    roleRef: { kind: 'ClusterRole', name: 'ml-pipeline.k8s-1' },
    subjects: [{ kind: 'ServiceAccount', name: 'ml-pipeline', namespace: 'kfp-k8s-1' }],
  });
});
