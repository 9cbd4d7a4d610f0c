import { expect, test } from 'vitest';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { receivedAnswer } from '../../../testing/received-answer.ts';
import { namespacePool } from '../namespace-pool.ts';
import type { CleanupContext } from './cleanup-context.ts';
import { emptyNamespace } from './remove-scenario.ts';

/** A cluster that answers the lists of roles of team-a with a status, and every other list with nothing. */
const contextOf = (status: number): CleanupContext => {
  const cluster = {
    call: async () => receivedAnswer('kubernetes', 200),
    listMetadata: async (path: string) => {
      if (path.endsWith('/team-a/roles'))
        throw new RefusedError({ method: 'GET', path }, { status, body: 'etcd is away' });
      return [];
    },
  } as unknown as ClusterClient;
  return {
    connected: { cluster, place: { namespace: 'kubeflow' } },
    found: { storage: { mode: 'kubernetes' }, health: { multiUser: true }, pool: ['team-a'], rights: {}, place: {} },
    user: { name: '', connection: { origin: 'http://127.0.0.1:1' } },
    ownership: { runId: '7', prefixes: ['k1234567'] },
    usedNamespaces: new Set(),
  } as unknown as CleanupContext;
};

// Why: a namespace in which nothing could be read counted as empty, and was lent again with the objects of a scenario.
test('a namespace of the pool that could not be read is not lent again', async () => {
  const lines: string[] = [];
  const pool = namespacePool({
    names: ['team-a'],
    empty: (name) => emptyNamespace(contextOf(503), name, new Set()),
    report: (line) => void lines.push(line),
  });
  await pool.release(await pool.acquire(1, AbortSignal.timeout(1_000)));
  expect(lines).toEqual([expect.stringMatching(/team-a could not be emptied.*could not read roles of team-a: .*503/)]);
  await expect(pool.acquire(1, AbortSignal.timeout(1_000))).rejects.toThrow(/--namespace-pool has 0/);
});

test('resources that the user could not list before the run do not keep a namespace from being lent again', async () => {
  await emptyNamespace(contextOf(403), 'team-a', new Set(['roles of team-a']));
  await expect(emptyNamespace(contextOf(403), 'team-a', new Set(['roles of team-b']))).rejects.toThrow(
    'could not read roles of team-a',
  );
});
