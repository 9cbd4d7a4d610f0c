import { expect, test } from 'vitest';
import { object, text } from '../../clients/json-response.ts';
import { readManifests } from '../../cluster/manifests.ts';
import { rightsFor } from './server-rights.ts';

const waiting = { progress: () => {}, signal: new AbortController().signal };

const rightsOfTarget = async () => {
  const { serverRights } = await readManifests({}, waiting);
  return rightsFor(serverRights, { id: 'k8s-1', namespace: 'kfp-k8s-1' });
};
const namesOf = (rights: Awaited<ReturnType<typeof rightsOfTarget>>) =>
  rights.map((one) => `${text(one, 'kind')} ${text(object(one, 'metadata'), 'name')}`);

test('namespaced permissions apply in the namespace of the target', async () => {
  const rights = await rightsOfTarget();
  expect(namesOf(rights)).toContain('Role ml-pipeline');
  for (const one of rights.filter((right) => !text(right, 'kind').startsWith('Cluster')))
    expect(object(one, 'metadata')['namespace']).toBe('kfp-k8s-1');
});

test('cluster roles get names of the target and are bound to its service account', async () => {
  const rights = await rightsOfTarget();
  expect(namesOf(rights)).toContain('ClusterRole ml-pipeline.k8s-1');
  expect(rights.find((one) => text(one, 'kind') === 'ClusterRoleBinding')).toMatchObject({
    metadata: { name: 'ml-pipeline.k8s-1' },
    roleRef: { kind: 'ClusterRole', name: 'ml-pipeline.k8s-1' },
    subjects: [{ kind: 'ServiceAccount', name: 'ml-pipeline', namespace: 'kfp-k8s-1' }],
  });
});
