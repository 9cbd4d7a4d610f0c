import { expect, test, vi } from 'vitest';
import type { Json } from '../../clients/json-response.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { podDeaths } from './pod-deaths.ts';
import { podStateOf } from '../../cluster/pod-state.ts';

vi.mock('node:timers/promises', () => ({ setTimeout: () => new Promise((resolve) => setImmediate(resolve)) }));

const pod = (uid: string, restartCount: number): Json => ({
  metadata: { name: uid, uid, namespace: 'kfp-1' },
  status: { containerStatuses: [{ restartCount }] },
});

// Why: a server that ended once while it started on a busy machine was reported as having died during its scenarios.
test('a restart counts only after a pod was ready; replacement pods are watched after `follow`', async () => {
  let listed = [pod('a', 1)];
  let looks = 0;
  const list = () => {
    looks += 1;
    return Promise.resolve(listed);
  };
  const cluster = { list } as Partial<ClusterClient> as ClusterClient;
  const reported: string[] = [];
  const pass = async () => {
    const until = looks + 3;
    await expect.poll(() => looks).toBeGreaterThan(until);
  };
  using watched = podDeaths(cluster, new AbortController().signal).watch('kfp-1', listed.map(podStateOf), (how) => {
    reported.push(how);
  });
  await pass();
  listed = [pod('a', 1), pod('b', 2)];
  await pass();
  expect(reported).toEqual([]);
  listed = [pod('a', 2), pod('b', 2)];
  await pass();
  expect(reported).toHaveLength(1);
  listed = [pod('b', 2)];
  watched.follow(listed.map(podStateOf));
  await pass();
  expect(reported).toHaveLength(1);
  listed = [pod('b', 3)];
  await pass();
  expect(reported).toHaveLength(2);
});
