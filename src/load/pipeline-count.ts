import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { ClusterClient } from '../cluster/cluster-client.ts';
import { RefusedError } from '../cluster/refused-error.ts';
import { itemsOf, jsonOf, object } from '../clients/json-response.ts';
import { pipelinesGroup } from '../clients/kubernetes.ts';
import type { NamedDatabase } from '../targets/target-host.ts';

/** The objects in a store, as the store itself counts them. */
export interface PipelineCount {
  readonly pipelines: number;
  readonly versions: number;
}

/** A list of one object says how many follow it, so that counting a million costs one read. */
const countOf = async (cluster: ClusterClient, kind: string): Promise<number> => {
  const path = `${pipelinesGroup}/${kind}?limit=1`;
  const answer = await cluster.call('GET', path);
  if (answer.status !== 200) throw new RefusedError({ method: 'GET', path }, answer);
  return itemsOf(answer, 'items').length + Number(object(jsonOf(answer), 'metadata')['remainingItemCount'] ?? 0);
};

/** Counts the custom resources of all namespaces. Throws an EnvironmentError if the Kubernetes API refuses. */
export const countResources = async (cluster: ClusterClient): Promise<PipelineCount> => ({
  pipelines: await countOf(cluster, 'pipelines'),
  versions: await countOf(cluster, 'pipelineversions'),
});

/** Counts the rows of a target's tables. */
export const countRows = async ({ name, host, port, user, password }: NamedDatabase): Promise<PipelineCount> => {
  const connection = await createConnection({ host, port, user, password, database: name });
  try {
    const count = async (table: string): Promise<number> => {
      const [rows] = await connection.query<RowDataPacket[]>('SELECT COUNT(*) AS n FROM ??', [table]);
      return Number(rows[0]?.['n']);
    };
    return { pipelines: await count('pipelines'), versions: await count('pipeline_versions') };
  } finally {
    await connection.end();
  }
};
