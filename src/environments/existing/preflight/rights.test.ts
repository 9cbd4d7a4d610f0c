import { expect, test } from 'vitest';
import type { InstalledApiServer } from '../connection/api-server.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { pipelinePlaces } from './pipeline-places.ts';
import { ownRights } from './rights.ts';

const place = { namespace: 'kubeflow', service: 'ml-pipeline' };
const withEnv = (env: Readonly<Record<string, string>>) => ({
  place,
  apiServer: { ports: [], deployment: { env } } as unknown as InstalledApiServer,
});

/** Who may do everything in these namespaces, and nothing elsewhere. */
const ownerOf = (...namespaces: readonly string[]): ClusterClient =>
  ({
    create: async (_collection: string, body: { spec: { resourceAttributes: { namespace?: string } } }) => {
      const allowed = namespaces.includes(body.spec.resourceAttributes.namespace ?? '');
      return { status: { allowed } };
    },
  }) as unknown as ClusterClient;

test('shared pipelines are where the API server says, else where it runs', () => {
  expect(pipelinePlaces({ place })).toEqual({ system: 'kubeflow', shared: 'kubeflow' });
  expect(pipelinePlaces(withEnv({ POD_NAMESPACE: 'kfp' }))).toEqual({ system: 'kfp', shared: 'kfp' });
  expect(pipelinePlaces(withEnv({ SHARED_PIPELINES_NAMESPACE: 'all' }))).toEqual({ system: 'kubeflow', shared: 'all' });
  expect(pipelinePlaces({ place, storage: { namespace: 'seen' } })).toEqual({ system: 'seen', shared: 'seen' });
});

test('rights about shared pipelines are given in both namespaces that scenarios give them in', async () => {
  const { system, shared } = pipelinePlaces(withEnv({ POD_NAMESPACE: 'kfp', SHARED_PIPELINES_NAMESPACE: 'all' }));
  const mayGive = async (...owned: readonly string[]) =>
    (await ownRights(ownerOf(...owned), { installation: 'kubeflow', system, shared, namespaces: [] }))[
      'give rights about shared pipelines'
    ];
  expect(await mayGive('kfp', 'all')).toBe(true);
  expect(await mayGive('all')).toBe(false);
  expect(await mayGive('kfp', 'kubeflow')).toBe(false);
});
