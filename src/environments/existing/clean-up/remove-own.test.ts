import { expect, onTestFinished, test, vi } from 'vitest';
import type { Json } from '../../../clients/json-response.ts';
import type { KfpClient } from '../../../clients/kfp.ts';
import { runLabel } from '../../../cluster/own-labels.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { receivedAnswer } from '../../../testing/received-answer.ts';
import { patience } from '../../../waiting/slowness.ts';
import { removeOwn } from './remove-own.ts';

const answer = (status: number) => receivedAnswer('kubernetes', status);
const unused: KfpClient = {
  call: () => {
    throw new Error('unexpected REST request');
  },
} as unknown as KfpClient;

const object = (name: string, finalizers?: readonly string[]): Json => ({
  metadata: { name, namespace: 'team-a', uid: name, labels: { [runLabel]: '7' }, ...(finalizers && { finalizers }) },
});

test('a failure is reported and does not stop the removal of other objects', async () => {
  const deleted: string[] = [];
  const cluster = {
    call: async () => answer(200),
    patch: async () => {
      throw new EnvironmentError('no answer within 30 s');
    },
    delete: async (path: string) => {
      deleted.push(path.split('/').at(-1) ?? '');
    },
    listMetadata: async (target: string) => {
      if (target.endsWith('/pipelines')) return [object('held', ['example.com/held'])];
      if (target.endsWith('/roles')) return [object('role')];
      return [];
    },
  } as unknown as ClusterClient;
  const { removed, failures } = await removeOwn({
    cluster,
    kfp: unused,
    namespaces: [],
    listings: [],
    ownership: { runId: '7', prefixes: [] },
  });
  expect(deleted).toEqual(['held', 'role']);
  expect(removed.map(({ name }) => name)).toEqual(['held', 'role']);
  expect(failures).toEqual(['Pipeline team-a/held: no answer within 30 s']);
});

test('the removal continues after a failed look at deleted namespaces', async () => {
  const deleted: string[] = [];
  let looks = 0;
  const cluster = {
    call: async () => answer(200),
    delete: async (path: string) => {
      deleted.push(path.split('/').at(-1) ?? '');
    },
    listMetadata: async (target: string) => {
      if (target.endsWith('/clusterroles'))
        return [{ metadata: { name: 'wide', uid: 'w', labels: { [runLabel]: '7' } } }];
      if (!target.endsWith('/namespaces')) return [];
      looks += 1;
      if (looks === 2) throw new EnvironmentError('the connection was reset');
      return looks === 1 ? [{ metadata: { name: 'ns', uid: 'n', labels: { [runLabel]: '7' } } }] : [];
    },
  } as unknown as ClusterClient;
  const ownership = { runId: '7', prefixes: [] };
  const { failures } = await removeOwn({ cluster, kfp: unused, namespaces: [], listings: [], ownership });
  expect(deleted).toEqual(['ns', 'wide']);
  expect(failures).toEqual([]);
  expect(looks).toBe(3);
});

// Why: a namespace with the store of a load run takes minutes, and was given one.
test('a namespace has time for the objects in it', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  // Longer than an empty namespace may take.
  const deletedAfterMs = patience(100_000);
  const began = performance.now();
  const pipelines = Array.from({ length: 20_000 }, (_, index) => ({
    metadata: { name: `p-${index}`, namespace: 'ns', uid: `p-${index}` },
  }));
  const namespaces = [{ metadata: { name: 'ns', uid: 'n', labels: { [runLabel]: '7' } } }];
  const cluster = {
    call: async () => answer(200),
    delete: async () => {},
    listMetadata: async (target: string) => {
      if (target.endsWith('/pipelines')) return pipelines;
      return target.endsWith('/namespaces') && performance.now() - began < deletedAfterMs ? namespaces : [];
    },
  } as unknown as ClusterClient;
  const ownership = { runId: '7', prefixes: [] };
  const removing = removeOwn({ cluster, kfp: unused, namespaces: [], listings: [], ownership });
  await vi.advanceTimersByTimeAsync(deletedAfterMs + 1_000);
  expect((await removing).failures).toEqual([]);
});

// Why: namespaces whose list was answered with 404 counted as deleted.
test('a list of namespaces that does not exist proves no deletion', async () => {
  let looks = 0;
  const cluster = {
    call: async () => answer(200),
    delete: async () => {},
    listMetadata: async (target: string) => {
      if (!target.endsWith('/namespaces')) return [];
      looks += 1;
      return looks === 1 ? [{ metadata: { name: 'ns', uid: 'n', labels: { [runLabel]: '7' } } }] : undefined;
    },
  } as unknown as ClusterClient;
  const ownership = { runId: '7', prefixes: [] };
  const { failures } = await removeOwn({ cluster, kfp: unused, namespaces: [], listings: [], ownership });
  expect(failures).toEqual([expect.stringContaining('the deletion of namespaces could not be verified')]);
});
