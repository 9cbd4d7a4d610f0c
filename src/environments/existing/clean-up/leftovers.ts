import { UsageError } from '../../../failures/usage-error.ts';
import { object, text } from '../../../clients/json-response.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { unlessForbidden } from '../../../cluster/refused-error.ts';
import { runLabel } from '../../../cluster/own-labels.ts';
import { type Ownership } from './ownership.ts';
import { removeOwn, type Removal, type RemovalOptions } from './remove-own.ts';
import type { RestListing } from './rest-pipelines.ts';
import { alsoGivenBy, findRunRecords, type FoundRecord } from './run-record.ts';

/** A run that was killed, and what was removed of it. */
export interface RemovedRun extends Removal {
  readonly runId: string;
}

/** All that have ended, or one of them, whether or not it has. */
export type RunChoice = 'all' | { readonly run: string };

export interface LeftoverOptions extends Pick<RemovalOptions, 'cluster' | 'namespaces' | 'kfp' | 'pipelinesByRest'> {
  /** Where runs are written down. */
  readonly home: string;
  /** Where a run may have left pipelines that only REST knows. */
  readonly listings: (ownership: Ownership) => Promise<readonly RestListing[]>;
  /** Its own run, which goes on. */
  readonly own?: string;
}

/** Runs that nothing but labels speaks of: nobody may have been allowed to write them down. */
const labelledRuns = async (cluster: ClusterClient): Promise<readonly string[]> => {
  const found = await Promise.all(
    ['/api/v1/namespaces', '/apis/rbac.authorization.k8s.io/v1/clusterroles', '/api/v1/serviceaccounts'].map(
      async (collection) =>
        (await unlessForbidden(cluster.listMetadata(collection, { labelSelector: runLabel }))) ?? [],
    ),
  );
  return [...new Set(found.flat().map((one) => text(object(object(one, 'metadata'), 'labels'), runLabel)))];
};

const recordsOf = async (
  cluster: ClusterClient,
  records: readonly FoundRecord[],
  run: string,
): Promise<readonly Pick<FoundRecord, 'ownership' | 'remove'>[]> => {
  const written = records.filter(({ ownership }) => ownership.runId === run);
  if (written.length > 0) return written;
  const labelled = await labelledRuns(cluster);
  if (labelled.includes(run)) return [{ ownership: { runId: run, prefixes: [] }, remove: async () => {} }];
  const known = new Set([...records.map(({ ownership }) => ownership.runId), ...labelled]);
  throw new UsageError(
    `no run ${run} has left anything in this cluster; those that have: ${[...known].join(', ') || 'none'}`,
  );
};

/**
 * Removes what killed runs left, but for what bears names that a living run gives too: all whose record says that they have ended, or one by its id, alive or not. Throws a
 * UsageError where there is no run of that id.
 */
export const removeLeftovers = async (options: LeftoverOptions, which: RunChoice): Promise<readonly RemovedRun[]> => {
  const { home, listings, own, ...removing } = options;
  const { cluster } = removing;
  const records = (await findRunRecords(cluster, home)).filter(({ ownership }) => ownership.runId !== own);
  const ended = async (): Promise<readonly FoundRecord[]> => {
    const living = await Promise.all(records.map((record) => record.isAlive()));
    return records.filter((_, index) => living[index] === false);
  };
  const chosen = which === 'all' ? await ended() : await recordsOf(cluster, records, which.run);
  const removed: RemovedRun[] = [];
  for (const { ownership: written, remove } of chosen) {
    // Asked at the last moment, as a run of the same seed may have begun since. One's own has made nothing yet.
    const others = (await alsoGivenBy(cluster, home, written)).filter(({ runId }) => runId !== own);
    const inUse = new Set(others.map(({ prefix }) => prefix));
    const ownership = { ...written, prefixes: written.prefixes.filter((prefix) => !inUse.has(prefix)) };
    const removal = await removeOwn({ ...removing, ownership, listings: await listings(ownership) });
    removed.push({ ...removal, runId: ownership.runId });
    // While something is left, or may be where one may not look, the record is how it is found.
    if (removal.failures.length === 0 && removal.unseen.length === 0 && inUse.size === 0) await remove();
  }
  return removed;
};
