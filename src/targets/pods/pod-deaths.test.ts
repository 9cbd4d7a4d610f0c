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

// Why: a server that ended once while a busy machine started it was taken for one that died under its scenarios.
test('only a pod that was ready can die; one in its place is followed', async () => {
  let there = [pod('a', 1)];
  let looks = 0;
  const list = () => {
    looks += 1;
    return Promise.resolve(there);
  };
  const cluster = { list } as Partial<ClusterClient> as ClusterClient;
  const told: string[] = [];
  const pass = async () => {
    const until = looks + 3;
    await expect.poll(() => looks).toBeGreaterThan(until);
  };
  using watched = podDeaths(cluster, new AbortController().signal).watch('kfp-1', there.map(podStateOf), (how) => {
    told.push(how);
  });
  await pass();
  there = [pod('a', 1), pod('b', 2)];
  await pass();
  expect(told).toEqual([]);
  there = [pod('a', 2), pod('b', 2)];
  await pass();
  expect(told).toHaveLength(1);
  there = [pod('b', 2)];
  watched.follow(there.map(podStateOf));
  await pass();
  expect(told).toHaveLength(1);
  there = [pod('b', 3)];
  await pass();
  expect(told).toHaveLength(2);
});
