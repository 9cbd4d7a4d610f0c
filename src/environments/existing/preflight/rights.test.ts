import { expect, test } from 'vitest';
import type { InstalledApiServer } from '../connection/api-server.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { pipelineNamespaces } from './pipeline-namespaces.ts';
import { ownRights } from './rights.ts';

const place = { namespace: 'kubeflow', service: 'ml-pipeline' };
const withEnv = (env: Readonly<Record<string, string>>) => ({
  place,
  apiServer: { ports: [], deployment: { env } } as unknown as InstalledApiServer,
});

/** The client of a user with all permissions in these namespaces, and none elsewhere. */
const ownerOf = (...namespaces: readonly string[]): ClusterClient =>
  ({
    create: async (_collection: string, body: { spec: { resourceAttributes: { namespace?: string } } }) => {
      const allowed = namespaces.includes(body.spec.resourceAttributes.namespace ?? '');
      return { status: { allowed } };
    },
  }) as unknown as ClusterClient;

test("shared pipelines are in the API server's configured namespace, otherwise in the namespace it runs in", () => {
  expect(pipelineNamespaces({ place })).toEqual({ system: 'kubeflow', shared: 'kubeflow' });
  expect(pipelineNamespaces(withEnv({ POD_NAMESPACE: 'kfp' }))).toEqual({ system: 'kfp', shared: 'kfp' });
  expect(pipelineNamespaces(withEnv({ SHARED_PIPELINES_NAMESPACE: 'all' }))).toEqual({
    system: 'kubeflow',
    shared: 'all',
  });
  expect(pipelineNamespaces({ place, storage: { namespace: 'seen' } })).toEqual({ system: 'seen', shared: 'seen' });
});

test('granting permissions on shared pipelines requires both the system and the shared namespace', async () => {
  const { system, shared } = pipelineNamespaces(withEnv({ POD_NAMESPACE: 'kfp', SHARED_PIPELINES_NAMESPACE: 'all' }));
  const mayGrant = async (...owned: readonly string[]) =>
    (await ownRights(ownerOf(...owned), { installation: 'kubeflow', system, shared, namespaces: [] }))[
      'grant permissions on shared pipelines'
    ];
  expect(await mayGrant('kfp', 'all')).toBe(true);
  expect(await mayGrant('all')).toBe(false);
  expect(await mayGrant('kfp', 'kubeflow')).toBe(false);
});
