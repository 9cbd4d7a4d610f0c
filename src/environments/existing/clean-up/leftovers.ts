import { EnvironmentError } from '../../../failures/environment-error.ts';
import { UsageError } from '../../../failures/usage-error.ts';
import { object, text } from '../../../clients/json-response.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { unlessForbidden } from '../../../cluster/refused-error.ts';
import { runLabel } from '../../../cluster/own-labels.ts';
import { type Ownership } from './ownership.ts';
import { removeOwn, type Removal, type RemovalOptions } from './remove-own.ts';
import type { RestListing } from './rest-pipelines.ts';
import { findPrefixConflicts, findRunRecords, type FoundRecord } from './run-record.ts';

/** A killed run, and the result of removing its objects. */
export interface RemovedRun extends Removal {
  readonly runId: string;
}

/** The killed runs that were found, and the places where more could not be looked for. */
export interface Leftovers {
  readonly runs: readonly RemovedRun[];
  /** `Leases of kubeflow` */
  readonly hidden: readonly string[];
}

/** All runs that have ended, or one run whether or not it has ended. */
export type RunChoice = 'all' | { readonly run: string };

export interface LeftoverOptions extends Pick<RemovalOptions, 'cluster' | 'namespaces' | 'kfp' | 'pipelinesByRest'> {
  /** The namespace of the run records. */
  readonly recordNamespace: string;
  /** The listings in which a run may have left pipelines that only REST lists. */
  readonly listings: (ownership: Ownership) => Promise<readonly RestListing[]>;
  /** The id of the calling run, which is active. */
  readonly ownRunId?: string;
}

/** The kinds of objects by whose labels a run without permission to write a record is found. */
const labelledKinds = {
  namespaces: '/api/v1/namespaces',
  clusterroles: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  serviceaccounts: '/api/v1/serviceaccounts',
} as const;

/** The ids of runs found by labels, and the kinds that the user may not list. */
const labelledRuns = async (
  cluster: ClusterClient,
): Promise<{ readonly ids: readonly string[]; readonly hidden: readonly string[] }> => {
  const hidden: string[] = [];
  const found = await Promise.all(
    Object.entries(labelledKinds).map(async ([plural, collection]) => {
      // A cluster without the kind has none of it.
      const all = cluster.listMetadata(collection, { labelSelector: runLabel }).then((items) => items ?? []);
      const items = await unlessForbidden(all);
      if (items === undefined) hidden.push(plural);
      return items ?? [];
    }),
  );
  const ids = found.flat().map((one) => text(object(object(one, 'metadata'), 'labels'), runLabel));
  return { ids: [...new Set(ids)], hidden };
};

const recordsOfRun = async (
  cluster: ClusterClient,
  records: readonly FoundRecord[],
  run: string,
  hiddenRecords: readonly string[],
): Promise<readonly Pick<FoundRecord, 'ownership' | 'remove'>[]> => {
  const recorded = records.filter(({ ownership }) => ownership.runId === run);
  if (recorded.length > 0) return recorded;
  const labelled = await labelledRuns(cluster);
  if (labelled.ids.includes(run)) return [{ ownership: { runId: run, prefixes: [] }, remove: async () => {} }];
  const known = new Set([...records.map(({ ownership }) => ownership.runId), ...labelled.ids]);
  const others = `runs that have: ${[...known].join(', ') || 'none'}`;
  const hidden = [...hiddenRecords, ...labelled.hidden];
  if (hidden.length > 0)
    throw new EnvironmentError(
      `no objects of run ${run} were found, but it may have left some: the user may not list ${hidden.join(', ')}; grant the right to list them; ${others}`,
    );
  throw new UsageError(`run ${run} has left no objects in this cluster; ${others}`);
};

/**
 * Removes the leftovers of all runs whose record shows that they have ended, or of one run by its id, active or not. Objects
 * with a prefix that an active run also uses stay. Throws a UsageError if there is no run with that id, and an
 * EnvironmentError if there may be one where the user may not look.
 */
export const removeLeftovers = async (options: LeftoverOptions, which: RunChoice): Promise<Leftovers> => {
  const { recordNamespace, listings, ownRunId, ...removal } = options;
  const { cluster } = removal;
  const found = await findRunRecords(cluster, recordNamespace);
  const hidden = found === undefined ? [`Leases of ${recordNamespace}`] : [];
  const records = (found ?? []).filter(({ ownership }) => ownership.runId !== ownRunId);
  const ended = async (): Promise<readonly FoundRecord[]> => {
    const alive = await Promise.all(records.map((record) => record.isAlive()));
    return records.filter((_, index) => alive[index] === false);
  };
  const chosen = which === 'all' ? await ended() : await recordsOfRun(cluster, records, which.run, hidden);
  const removed: RemovedRun[] = [];
  for (const { ownership: recorded, remove } of chosen) {
    // Checked here, because a run with the same seed may have started since. The calling run has created nothing yet.
    const { conflicts } = await findPrefixConflicts(cluster, recordNamespace, recorded);
    const others = conflicts.filter(({ runId }) => runId !== ownRunId);
    const inUse = new Set(others.map(({ prefix }) => prefix));
    const ownership = { ...recorded, prefixes: recorded.prefixes.filter((prefix) => !inUse.has(prefix)) };
    const result = await removeOwn({ ...removal, ownership, listings: await listings(ownership) });
    removed.push({ ...result, runId: ownership.runId });
    // The record is kept while objects may be left, because the next run finds them by it.
    if (result.failures.length === 0 && result.unreadable.length === 0 && inUse.size === 0) await remove();
  }
  return { runs: removed, hidden };
};
