import { expect, test } from 'vitest';
import type { ClusterClient, ListQuery } from '../../cluster/cluster-client.ts';
import { receivedAnswer } from '../../testing/received-answer.ts';
import { awaitEmptied, storeNamespaces } from './cluster-namespaces.ts';

/** A cluster that remembers which namespaces there are; a deleted one stays for two looks. */
const fakeCluster = () => {
  const existing: string[] = [];
  let looks = 0;
  let deletedAll = false;
  const asked: (ListQuery | undefined)[] = [];
  const cluster = {
    call: async (_method: string, _path: string, body: { metadata: { name: string } }) => {
      existing.push(body.metadata.name);
      return receivedAnswer('kubernetes', 201, { kind: 'Namespace' });
    },
    delete: async (path: string) => {
      expect(existing).toContain(path.split('/').at(-1));
      deletedAll = true;
    },
    listMetadata: async (_path: string, query?: ListQuery) => {
      asked.push(query);
      looks += 1;
      return deletedAll && looks > 2 ? [] : existing.map((name) => ({ metadata: { name } }));
    },
  } as unknown as ClusterClient;
  return { cluster, asked, looks: () => looks, wasDeleted: () => deletedAll };
};

const { signal } = new AbortController();

// Why: a store was measured while the one before it was deleted, and beside pipelines that nobody deleted.
test('the namespaces of a store are deleted with it, and the next one waits until they are gone', async () => {
  const { cluster, asked, looks } = fakeCluster();
  const namespaces = await storeNamespaces(cluster, 'load-1', ['kfp-load-1-0', 'kfp-load-1-1'], signal);
  await namespaces[Symbol.asyncDispose]();
  await awaitEmptied(cluster, 'load-1', { namespaces: 2, objects: 10 }, { progress: () => {}, signal });
  expect(looks()).toBe(3);
  expect(asked[0]).toEqual({ labelSelector: 'kfp-conformance/target=load-1' });
});

test('in a broken cluster nothing is deleted', async () => {
  const { cluster, wasDeleted } = fakeCluster();
  const broken = AbortSignal.abort(new Error('the cluster has ended'));
  const namespaces = await storeNamespaces(cluster, 'load-1', ['kfp-load-1-0'], broken);
  await namespaces[Symbol.asyncDispose]();
  expect(wasDeleted()).toBe(false);
});
