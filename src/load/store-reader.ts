import type { ClusterClient } from '../cluster/cluster-client.ts';
import { pipelinesGroup } from '../clients/kubernetes.ts';
import type { NamedDatabase } from '../targets/target-host.ts';
import { resourceIds, rowIds, type IndexRange, type NamedIds } from './object-ids.ts';
import { countResources, countRows } from './pipeline-count.ts';

export type StoredKind = 'pipelines' | 'versions';

/** Counts and finds the objects of a store. Throws an EnvironmentError if the store does not answer. */
export interface StoreReader {
  pipelines(): Promise<number>;
  versions(): Promise<number>;
  /** Pipelines and versions, for the progress of filling it: where a count is dear, only what is told at once. */
  created(): Promise<number>;
  /** The ids of a kind, at least of the objects with the needed indices. */
  ids(kind: StoredKind, needed: readonly IndexRange[]): NamedIds;
}

type Counts = Pick<StoreReader, 'pipelines' | 'versions'>;

const countedBy = (counts: Counts): Omit<StoreReader, 'ids'> => ({
  ...counts,
  created: async () => (await counts.pipelines()) + (await counts.versions()),
});

/** The custom resources of all namespaces, of a cluster that has no other. */
export const resourceReader = (cluster: ClusterClient): StoreReader => ({
  ...countedBy({
    pipelines: () => countResources(cluster, `${pipelinesGroup}/pipelines`),
    versions: () => countResources(cluster, `${pipelinesGroup}/pipelineversions`),
  }),
  ids: (kind) => resourceIds(cluster, kind === 'pipelines' ? 'pipelines' : 'pipelineversions'),
});

/** The rows of a target's database. */
export const rowReader = (database: NamedDatabase): StoreReader => ({
  ...countedBy({
    pipelines: () => countRows(database, 'pipelines'),
    versions: () => countRows(database, 'pipeline_versions'),
  }),
  ids: (kind) => rowIds(database, kind === 'pipelines' ? 'pipelines' : 'pipeline_versions'),
});
