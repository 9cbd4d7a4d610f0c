import { expect, test } from 'vitest';
import { runLabel } from '../../../cluster/own-labels.ts';
import { identify } from '../../../processes/process-identity.ts';
import type { KfpClient } from '../../../clients/kfp.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { receivedAnswer } from '../../../testing/received-answer.ts';
import { removeLeftovers, type LeftoverOptions } from './leftovers.ts';

const answer = (status: number) => receivedAnswer('kubernetes', status);
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
 * A cluster in which run 7 was killed and left a pipeline with its label and one with its prefix. `hidden` are collections
 * that the user may not list; `active` is a run that has not ended, and its prefix.
 */
const clusterWith = (hidden: readonly string[], active?: { readonly run: string; readonly prefix: string }) => {
  const deleted: string[] = [];
  const listed: string[] = [];
  const labels = { [runLabel]: '7' };
  const cluster = {
    call: async () => answer(200),
    delete: async (path: string) => {
      deleted.push(path.split('/').at(-1) ?? '');
    },
    list: async (target: string) => {
      if (hidden.includes('leases')) throw new RefusedError({ method: 'GET', path: target }, answer(403));
      return [
        recordOf('7', 'k0000007', 'long ago'),
        ...(active === undefined ? [] : [recordOf(active.run, active.prefix)]),
      ];
    },
    listMetadata: async (target: string) => {
      const plural = target.split('/').at(-1) ?? '';
      listed.push(plural);
      if (hidden.includes(plural)) throw new RefusedError({ method: 'GET', path: target }, answer(403));
      return plural === 'pipelines'
        ? [
            { metadata: { name: 'left', namespace: 'team-a', uid: 'l', labels } },
            { metadata: { name: 'k0000007-named', namespace: 'team-a', uid: 'n' } },
          ]
        : [];
    },
  } as unknown as ClusterClient;
  const options: LeftoverOptions = {
    cluster,
    recordNamespace: 'kubeflow',
    namespaces: [],
    kfp,
    listings: async () => [],
  };
  return { options, deleted, listed };
};

test('the record of a killed run is removed only if all resources could be read', async () => {
  const readable = clusterWith([]);
  expect(await removeLeftovers(readable.options, { run: '7' })).toMatchObject({
    runs: [{ failures: [], unreadable: [] }],
    hidden: [],
  });
  expect(readable.deleted).toEqual(['left', 'k0000007-named', 'record-of-7']);
  const hidden = clusterWith(['namespaces']);
  expect(await removeLeftovers(hidden.options, { run: '7' })).toMatchObject({
    runs: [{ failures: [], unreadable: [{ resources: 'namespaces' }] }],
  });
  expect(hidden.deleted).toEqual(['left', 'k0000007-named']);
});

test('a user who may not delete pipeline objects removes leftover pipelines by REST', async () => {
  const { options, deleted, listed } = clusterWith([]);
  await removeLeftovers({ ...options, pipelinesByRest: true }, { run: '7' });
  expect(listed).not.toContain('pipelines');
  expect(deleted).toEqual(['record-of-7']);
});

// A run with the same seed as a killed run lost its objects to the clean-up of the killed run.
test('objects named by a killed run, and its record, stay while an active run uses the same prefix', async () => {
  const other = clusterWith([], { run: '8', prefix: 'k0000007' });
  await removeLeftovers(other.options, 'all');
  expect(other.deleted).toEqual(['left']);
  const unlike = clusterWith([], { run: '8', prefix: 'k0000008' });
  await removeLeftovers(unlike.options, 'all');
  expect(unlike.deleted).toEqual(['left', 'k0000007-named', 'record-of-7']);
  const own = clusterWith([], { run: '8', prefix: 'k0000007' });
  await removeLeftovers({ ...own.options, ownRunId: '8' }, 'all');
  expect(own.deleted).toEqual(['left', 'k0000007-named', 'record-of-7']);
});

// Why: without the right to list the records of runs, a killed run "has left no objects".
test('where the user may not look for killed runs, none are said to have left nothing', async () => {
  const { options, deleted } = clusterWith(['leases']);
  expect(await removeLeftovers(options, 'all')).toEqual({ runs: [], hidden: ['Leases of kubeflow'] });
  const asked = removeLeftovers(options, { run: '7' });
  await expect(asked).rejects.toThrow(EnvironmentError);
  await expect(asked).rejects.toThrow(/it may have left some: the user may not list Leases of kubeflow;/);
  const labels = removeLeftovers(clusterWith(['serviceaccounts']).options, { run: '8' });
  await expect(labels).rejects.toThrow(/may not list serviceaccounts; .*; runs that have: 7$/);
  await expect(removeLeftovers(clusterWith([]).options, { run: '8' })).rejects.toThrow(/has left no objects/);
  expect(deleted).toEqual([]);
});
