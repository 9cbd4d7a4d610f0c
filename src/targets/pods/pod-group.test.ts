import { expect, test } from 'vitest';
import type { Json } from '../../clients/json-response.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { podGroup } from './pod-group.ts';
import { podStateOf } from '../../cluster/pod-state.ts';
import { replicaLabel } from './server-objects.ts';

const waiting = { progress: () => {}, signal: new AbortController().signal };

const pod = (name: string, replica?: string, leaving = false): Json => ({
  metadata: {
    name,
    uid: name,
    labels: replica === undefined ? {} : { [replicaLabel]: replica },
    ...(leaving && { deletionTimestamp: 'now' }),
  },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
});

/** A cluster that shows the pods of `states` one after another, and what it was asked to end. */
const clusterOf = (states: Json[][]) => {
  const asked: string[] = [];
  const cluster = {
    list: () => {
      asked.push('list');
      return Promise.resolve(states.shift() ?? []);
    },
    delete: (path, { gracePeriodSeconds } = { gracePeriodSeconds: 0 }) =>
      Promise.resolve(void asked.push(`delete ${path} ${gracePeriodSeconds > 0}`)),
    patch: (path, change) => {
      asked.push(`${path} ${JSON.stringify(change)}`);
      return Promise.resolve({});
    },
  } satisfies Partial<ClusterClient> as Partial<ClusterClient> as ClusterClient;
  return { cluster, asked };
};
const pods = '/api/v1/namespaces/kfp-1/pods';
const numbering = (replica: string): string => JSON.stringify({ metadata: { labels: { [replicaLabel]: replica } } });

// Why: a pod that is given no time is forgotten at once, while its container goes on answering those who are connected.
test('the only replica is replaced when the old one has ended, however early the new one is ready', async () => {
  const { cluster, asked } = clusterOf([[pod('a', '0', true), pod('b')], [pod('b')]]);
  await podGroup(cluster, { namespace: 'kfp-1', replicas: 1 }, waiting).replace([podStateOf(pod('a', '0'))]);
  expect(asked).toEqual([`delete ${pods}/a true`, 'list', 'list', `${pods}/b ${numbering('0')}`]);
});

// Why: a webhook was sent to the pod that had ended, and what was written by way of the other replica was refused.
test('of several replicas one is given the time in which its Service forgets it, and is waited for', async () => {
  const states = [
    [pod('a', '0'), pod('b', '1', true), pod('c')],
    [pod('a', '0'), pod('c')],
  ];
  const { cluster, asked } = clusterOf(states);
  const group = podGroup(cluster, { namespace: 'kfp-1', replicas: 2 }, waiting);
  await group.replace([podStateOf(pod('b', '1'))]);
  expect(asked).toEqual([`delete ${pods}/b true`, 'list', 'list', `${pods}/c ${numbering('1')}`]);
});
