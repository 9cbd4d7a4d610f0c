import { expect, test } from 'vitest';
import type { Json } from '../../clients/json-response.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { installedReplicas } from './installed-replicas.ts';

const place = { namespace: 'kubeflow', service: 'ml-pipeline' };
const pod = (name: string, terminating = false): Json => ({
  metadata: { name, uid: name, creationTimestamp: name, ...(terminating && { deletionTimestamp: 'now' }) },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
});

// Why: a terminating pod answers for up to half a minute, and its answers say nothing about the state after a restart.
test('a restart is complete when the deleted pod is gone, not as soon as another one is ready', async () => {
  const both = [pod('1', true), pod('2')];
  const states = [[pod('1')], both, both, both];
  const cluster = {
    get: () => Promise.resolve({ spec: { replicas: 1, selector: { app: 'ml-pipeline' } } }),
    list: () => Promise.resolve(states.shift() ?? [pod('2')]),
    delete: () => Promise.resolve(),
  } as Partial<ClusterClient> as ClusterClient;
  const replicas = installedReplicas(
    { cluster, place, deployment: 'ml-pipeline', count: 1 },
    { signal: new AbortController().signal },
  );
  await replicas.restart();
  expect(states, 'the pods are polled until the old one is gone').toEqual([]);
  expect(await replicas.state(0)).toEqual({ identity: '2 0', running: true });
});

// Why: without the selectors of Service and Deployment a restart deleted every pod of the namespace.
test('no pod is taken for a replica of an API server that is gone', async () => {
  const deleted: string[] = [];
  const cluster = {
    get: () => Promise.resolve(undefined),
    list: () => Promise.resolve([pod('of-others')]),
    delete: async (path: string) => void deleted.push(path),
  } as Partial<ClusterClient> as ClusterClient;
  const replicas = installedReplicas(
    { cluster, place, deployment: 'ml-pipeline', count: 1 },
    { signal: new AbortController().signal },
  );
  await expect(replicas.restart()).rejects.toThrow(/there is no .*services\/ml-pipeline/);
  await expect(replicas.state(0)).rejects.toThrow(/gone from the cluster/);
  expect(deleted).toEqual([]);
});

test('pods whose status shows no common digest are an error, since the build is then unknown', async () => {
  const cluster = {
    get: () => Promise.resolve({ spec: { selector: { app: 'ml-pipeline' } } }),
    list: () => Promise.resolve([pod('1'), pod('2')]),
  } as Partial<ClusterClient> as ClusterClient;
  const replicas = installedReplicas(
    { cluster, place, deployment: 'ml-pipeline', count: 1 },
    { signal: new AbortController().signal },
  );
  await expect(replicas.digests()).rejects.toThrow(/the 2 pods of kubeflow\/ml-pipeline shows? no digest/);
});
