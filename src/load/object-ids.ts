import { writeFile } from 'node:fs/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { ClusterClient } from '../cluster/cluster-client.ts';
import { object, text } from '../clients/json-response.ts';
import { pipelinesGroup } from '../clients/kubernetes.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import type { NamedDatabase } from '../targets/target-host.ts';

/** An id is a UUID in text; k6 reads the file by record number. */
const recordBytes = 36;

/** Name and id of every object of a kind, in pages and in any order. */
export type NamedIds = AsyncIterable<readonly { readonly name: string; readonly id: string }[]>;

/** The custom resources of a kind in all namespaces: their ids are the uids. */
export async function* resourceIds(cluster: ClusterClient, kind: 'pipelines' | 'pipelineversions'): NamedIds {
  for await (const page of cluster.metadataPages(`${pipelinesGroup}/${kind}`))
    yield page.map((item) => {
      const metadata = object(item, 'metadata');
      return { name: text(metadata, 'name'), id: text(metadata, 'uid') };
    });
}

/** KFP calls the column UUID, the reference id; a name is compared without regard to case. */
const idColumn = async (
  connection: Awaited<ReturnType<typeof createConnection>>,
  { database, table }: { readonly database: string; readonly table: string },
): Promise<string> => {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = ? AND table_name = ? AND column_name IN ('UUID', 'id')",
    [database, table],
  );
  const name: unknown = rows[0]?.['name'];
  if (typeof name === 'string') return name;
  throw new EnvironmentError(`the table ${table} has no column UUID or id: its ids cannot be read for the measurement`);
};

/** The rows of a table of a target's database. */
export async function* rowIds(
  { name: database, host, port, user, password }: NamedDatabase,
  table: 'pipelines' | 'pipeline_versions',
): NamedIds {
  const connection = await createConnection({ host, port, user, password, database });
  try {
    const column = await idColumn(connection, { database, table });
    const [rows] = await connection.query<RowDataPacket[]>('SELECT ?? AS id, name FROM ??', [column, table]);
    yield rows.map((row) => ({ name: String(row['name']), id: String(row['id']) }));
  } finally {
    await connection.end();
  }
}

/** A range of object indices: `from` to `to` − 1. */
export interface IndexRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Writes the id of object i as record i of a file, as far as the last of the needed ranges. Throws an EnvironmentError if an
 * object of a needed range is missing or an id is no UUID.
 */
export const writeIds = async (
  file: string,
  {
    ids,
    needed,
    indexOf,
  }: {
    readonly ids: NamedIds;
    readonly needed: readonly IndexRange[];
    readonly indexOf: (name: string) => number | undefined;
  },
): Promise<void> => {
  const records = Buffer.alloc(Math.max(0, ...needed.map(({ to }) => to)) * recordBytes);
  const isNeeded = (index: number): boolean => needed.some(({ from, to }) => index >= from && index < to);
  let found = 0;
  for await (const page of ids)
    for (const { name, id } of page) {
      const index = indexOf(name);
      if (index === undefined || !isNeeded(index)) continue;
      if (id.length !== recordBytes) throw new EnvironmentError(`${name} has the id ${id}, which is no UUID`);
      records.write(id, index * recordBytes, 'latin1');
      found += 1;
    }
  const all = needed.reduce((sum, { from, to }) => sum + to - from, 0);
  if (found !== all)
    throw new EnvironmentError(`the store holds ${found} of the ${all} objects that the measurement needs`);
  await writeFile(file, records, { mode: 0o600 });
};
