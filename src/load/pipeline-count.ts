import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { ClusterClient } from '../cluster/cluster-client.ts';
import { RefusedError } from '../cluster/refused-error.ts';
import { itemsOf, jsonOf, object } from '../clients/json-response.ts';
import type { NamedDatabase } from '../targets/target-host.ts';

/**
 * Counts the custom resources of a collection: a list of one object says how many follow it, so that counting a million costs
 * one read. Throws an EnvironmentError if the Kubernetes API refuses.
 */
export const countResources = async (cluster: Pick<ClusterClient, 'call'>, collection: string): Promise<number> => {
  const path = `${collection}?limit=1`;
  const answer = await cluster.call('GET', path);
  if (answer.status !== 200) throw new RefusedError({ method: 'GET', path }, answer);
  return itemsOf(answer, 'items').length + Number(object(jsonOf(answer), 'metadata')['remainingItemCount'] ?? 0);
};

/** Counts the rows of a table of a target's database. */
export const countRows = async (
  { name, host, port, user, password }: NamedDatabase,
  table: 'pipelines' | 'pipeline_versions',
): Promise<number> => {
  const connection = await createConnection({ host, port, user, password, database: name });
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT COUNT(*) AS n FROM ??', [table]);
    return Number(rows[0]?.['n']);
  } finally {
    await connection.end();
  }
};
