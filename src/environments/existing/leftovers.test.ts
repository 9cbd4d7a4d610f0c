import { expect, test } from 'vitest';
import { runLabel } from '../../access/own-labels.ts';
import type { HttpResponse } from '../../clients/exchange.ts';
import type { KfpClient } from '../../clients/kfp.ts';
import { RefusedError, type ClusterClient } from './cluster-client.ts';
import { removeLeftovers, type LeftoverOptions } from './leftovers.ts';

const answer = (status: number, body = ''): HttpResponse => ({ status, body }) as HttpResponse;
const kfp = { call: async () => answer(200) } as unknown as KfpClient;

/** A cluster in which run 7 was killed and left a pipeline; `hidden`: collections that nobody may look at. */
const clusterWith = (hidden: readonly string[]) => {
  const deleted: string[] = [];
  const looked: string[] = [];
  const labels = { [runLabel]: '7' };
  const cluster = {
    call: async (method: string, target: string) => {
      if (method === 'DELETE') deleted.push(target.split('/').at(-1) ?? '');
      return answer(200);
    },
    list: async () => [{ metadata: { name: 'record-of-7', labels } }],
    listMetadata: async (target: string) => {
      const plural = target.split('/').at(-1) ?? '';
      looked.push(plural);
      if (hidden.includes(plural)) throw new RefusedError(`reading ${target}`, answer(403));
      return plural === 'pipelines' ? [{ metadata: { name: 'left', namespace: 'team-a', uid: 'l', labels } }] : [];
    },
  } as unknown as ClusterClient;
  const options: LeftoverOptions = { cluster, home: 'kubeflow', namespaces: [], kfp, listings: async () => [] };
  return { options, deleted, looked };
};

test('a killed run is forgotten when everything could be looked at, and only then', async () => {
  const seen = clusterWith([]);
  expect(await removeLeftovers(seen.options, { run: '7' })).toMatchObject([{ failures: [], unseen: [] }]);
  expect(seen.deleted).toEqual(['left', 'record-of-7']);
  const hidden = clusterWith(['namespaces']);
  expect(await removeLeftovers(hidden.options, { run: '7' })).toMatchObject([
    { failures: [], unseen: [{ what: 'namespaces' }] },
  ]);
  expect(hidden.deleted).toEqual(['left']);
});

test('who may not remove the objects of pipelines removes what a killed run left of them by REST', async () => {
  const { options, deleted, looked } = clusterWith([]);
  await removeLeftovers({ ...options, pipelinesByRest: true }, { run: '7' });
  expect(looked).not.toContain('pipelines');
  expect(deleted).toEqual(['record-of-7']);
});
