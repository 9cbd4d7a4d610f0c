import { expect, test } from 'vitest';
import { runLabel } from '../../../cluster/own-labels.ts';
import { identify } from '../../../processes/process-identity.ts';
import type { HttpResponse } from '../../../contract/exchange.ts';
import type { KfpClient } from '../../../clients/kfp.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { removeLeftovers, type LeftoverOptions } from './leftovers.ts';

const answer = (status: number, body = ''): HttpResponse => ({ status, body }) as HttpResponse;
const kfp = { call: async () => answer(200) } as unknown as KfpClient;

const recordOf = (run: string, prefix: string, start = identify(process.pid)?.start) => ({
  metadata: {
    name: `record-of-${run}`,
    labels: { [runLabel]: run },
    annotations: {
      'kfp-conformance/prefixes': prefix,
      'kfp-conformance/process': JSON.stringify({ ...identify(process.pid), start }),
    },
  },
});

/**
 * A cluster in which run 7 was killed and left a pipeline with its label and one with its prefix; `hidden`: collections that
 * nobody may look at; `living`: a run that goes on, and its prefix.
 */
const clusterWith = (hidden: readonly string[], living?: { readonly run: string; readonly prefix: string }) => {
  const deleted: string[] = [];
  const looked: string[] = [];
  const labels = { [runLabel]: '7' };
  const cluster = {
    call: async () => answer(200),
    delete: async (path: string) => {
      deleted.push(path.split('/').at(-1) ?? '');
    },
    list: async () => [
      recordOf('7', 'k0000007', 'long ago'),
      ...(living === undefined ? [] : [recordOf(living.run, living.prefix)]),
    ],
    listMetadata: async (target: string) => {
      const plural = target.split('/').at(-1) ?? '';
      looked.push(plural);
      if (hidden.includes(plural)) throw new RefusedError({ method: 'GET', path: target }, answer(403));
      return plural === 'pipelines'
        ? [
            { metadata: { name: 'left', namespace: 'team-a', uid: 'l', labels } },
            { metadata: { name: 'k0000007-named', namespace: 'team-a', uid: 'n' } },
          ]
        : [];
    },
  } as unknown as ClusterClient;
  const options: LeftoverOptions = { cluster, home: 'kubeflow', namespaces: [], kfp, listings: async () => [] };
  return { options, deleted, looked };
};

test('a killed run is forgotten when everything could be looked at, and only then', async () => {
  const seen = clusterWith([]);
  expect(await removeLeftovers(seen.options, { run: '7' })).toMatchObject([{ failures: [], unseen: [] }]);
  expect(seen.deleted).toEqual(['left', 'k0000007-named', 'record-of-7']);
  const hidden = clusterWith(['namespaces']);
  expect(await removeLeftovers(hidden.options, { run: '7' })).toMatchObject([
    { failures: [], unseen: [{ what: 'namespaces' }] },
  ]);
  expect(hidden.deleted).toEqual(['left', 'k0000007-named']);
});

test('who may not remove the objects of pipelines removes what a killed run left of them by REST', async () => {
  const { options, deleted, looked } = clusterWith([]);
  await removeLeftovers({ ...options, pipelinesByRest: true }, { run: '7' });
  expect(looked).not.toContain('pipelines');
  expect(deleted).toEqual(['record-of-7']);
});

// Why: a run that repeats the seed of one that was killed lost what it was working with to whoever tidied up after that one.
test('what bears the names of a killed run stays while another run gives the same, and so does the record', async () => {
  const other = clusterWith([], { run: '8', prefix: 'k0000007' });
  await removeLeftovers(other.options, 'all');
  expect(other.deleted).toEqual(['left']);
  const unlike = clusterWith([], { run: '8', prefix: 'k0000008' });
  await removeLeftovers(unlike.options, 'all');
  expect(unlike.deleted).toEqual(['left', 'k0000007-named', 'record-of-7']);
  const own = clusterWith([], { run: '8', prefix: 'k0000007' });
  await removeLeftovers({ ...own.options, own: '8' }, 'all');
  expect(own.deleted).toEqual(['left', 'k0000007-named', 'record-of-7']);
});
