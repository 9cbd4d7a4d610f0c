import { expect, test, vi } from 'vitest';
import type { Json } from '../../clients/json-response.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { podDeaths } from './pod-deaths.ts';
import { podStateOf } from '../../cluster/pod-state.ts';
import { RefusedError } from '../../cluster/refused-error.ts';

vi.mock('node:timers/promises', () => ({ setTimeout: () => new Promise((resolve) => setImmediate(resolve)) }));

const pod = (uid: string, restartCount: number): Json => ({
  metadata: { name: uid, uid, namespace: 'kfp-1' },
  status: { containerStatuses: [{ restartCount }] },
});

const quiet = { progress: () => {}, signal: new AbortController().signal };

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
  using watched = podDeaths(cluster, quiet).watch('kfp-1', listed.map(podStateOf), (how) => {
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

// Why: a look that failed was taken for one that had seen no restart.
test('that pods cannot be read is told once, and when they can again; restarts in between are seen then', async () => {
  let looks = 0;
  let answer = (): readonly Json[] | undefined => [pod('a', 1)];
  const cluster = {
    list: async () => {
      looks += 1;
      return answer();
    },
  } as Partial<ClusterClient> as ClusterClient;
  const pass = async () => {
    const until = looks + 3;
    await expect.poll(() => looks).toBeGreaterThan(until);
  };
  const told: string[] = [];
  const died: string[] = [];
  const waiting = { ...quiet, progress: (line: string) => void told.push(line) };
  using _ = podDeaths(cluster, waiting).watch('kfp-1', [podStateOf(pod('a', 1))], (how) => void died.push(how));
  await pass();
  expect(told).toEqual([]);
  answer = () => {
    throw new RefusedError({ method: 'GET', path: '/api/v1/pods' }, { status: 403, body: 'no' });
  };
  await pass();
  answer = () => undefined;
  await pass();
  expect(told).toEqual([expect.stringMatching(/^warning: the pods .* cannot be read.* with 403: no$/)]);
  expect(died).toEqual([]);
  answer = () => [pod('a', 2)];
  await pass();
  expect(told.slice(1)).toEqual([expect.stringContaining('can be read again')]);
  expect(died).toHaveLength(1);
});
