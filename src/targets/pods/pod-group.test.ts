import { expect, test, vi } from 'vitest';
import type { Json } from '../../clients/json-response.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { podGroup } from './pod-group.ts';
import { podStateOf } from '../../cluster/pod-state.ts';
import { TargetNotReadyError } from '../target-not-ready-error.ts';
import { replicaLabel } from './server-objects.ts';

vi.mock(import('../../waiting/wait-until.ts'), async (importOriginal) => {
  const original = await importOriginal();
  const waitUntil: typeof original.waitUntil = (wait, waiting) =>
    original.waitUntil({ ...wait, deadlineMs: 300, slowness: 1 }, waiting);
  return { ...original, waitUntil };
});

const waiting = { progress: () => {}, signal: new AbortController().signal };

const pod = (name: string, replica?: string, terminating = false): Json => ({
  metadata: {
    name,
    uid: name,
    labels: replica === undefined ? {} : { [replicaLabel]: replica },
    ...(terminating && { deletionTimestamp: 'now' }),
  },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
});

/** A cluster whose pods are the `states` one after another, and the calls that it received. */
const clusterOf = (states: Json[][]) => {
  const calls: string[] = [];
  const cluster = {
    list: () => {
      calls.push('list');
      return Promise.resolve(states.shift() ?? []);
    },
    delete: (path, { gracePeriodSeconds } = { gracePeriodSeconds: 0 }) =>
      Promise.resolve(void calls.push(`delete ${path} ${gracePeriodSeconds > 0}`)),
    patch: (path, change) => {
      calls.push(`${path} ${JSON.stringify(change)}`);
      return Promise.resolve({});
    },
  } satisfies Partial<ClusterClient> as Partial<ClusterClient> as ClusterClient;
  return { cluster, calls };
};
const pods = '/api/v1/namespaces/kfp-1/pods';
const numbering = (replica: string): string => JSON.stringify({ metadata: { labels: { [replicaLabel]: replica } } });

// Why: a pod without a grace period is removed from the API at once, while its container still answers on open
// connections.
test('a single replica is replaced only when the old pod is gone, even if the new one is ready earlier', async () => {
  const { cluster, calls } = clusterOf([[pod('a', '0', true), pod('b')], [pod('b')]]);
  await podGroup(cluster, { namespace: 'kfp-1', replicas: 1 }, waiting).replace([podStateOf(pod('a', '0'))]);
  expect(calls).toEqual([`delete ${pods}/a true`, 'list', 'list', `${pods}/b ${numbering('0')}`]);
});

// Why: a webhook call was sent to the pod that had ended, and a write through the other replica was rejected.
test('one of several replicas gets a grace period in which its Service drops it, and the replacement waits for its end', async () => {
  const states = [
    [pod('a', '0'), pod('b', '1', true), pod('c')],
    [pod('a', '0'), pod('c')],
  ];
  const { cluster, calls } = clusterOf(states);
  const group = podGroup(cluster, { namespace: 'kfp-1', replicas: 2 }, waiting);
  await group.replace([podStateOf(pod('b', '1'))]);
  expect(calls).toEqual([`delete ${pods}/b true`, 'list', 'list', `${pods}/c ${numbering('1')}`]);
});

// Why: a pod whose image could not be pulled counted against the target.
test('pods that are not ready say something about the target only if its container has ended', async () => {
  const failureWith = (containerStatus: Json) => {
    const waitingPod = { metadata: { name: 'a', uid: 'a' }, status: { containerStatuses: [containerStatus] } };
    const { cluster } = clusterOf(Array.from({ length: 50 }, () => [waitingPod]));
    return podGroup(cluster, { namespace: 'kfp-1', replicas: 1 }, waiting)
      .settle()
      .catch((cause: unknown) => cause);
  };
  const ended = await failureWith({ lastState: { terminated: { exitCode: 2, reason: 'Error' } } });
  expect(ended).toBeInstanceOf(TargetNotReadyError);
  expect(ended).toMatchObject({ message: expect.stringContaining('ended before with exit code 2 (Error)') });
  const unpulled = await failureWith({ state: { waiting: { reason: 'ImagePullBackOff' } } });
  expect(unpulled).not.toBeInstanceOf(TargetNotReadyError);
  expect(unpulled).toMatchObject({ code: 'environment', message: expect.stringContaining('ImagePullBackOff') });
});
