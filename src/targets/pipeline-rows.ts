import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { NamedDatabase } from './target-host.ts';

const connected = async <Value>(
  { host, port, user, password }: NamedDatabase,
  use: (connection: Connection) => Promise<Value>,
): Promise<Value> => {
  const connection = await createConnection({ host, port, user, password });
  try {
    return await use(connection);
  } finally {
    await connection.end();
  }
};

/** Undefined if the table was removed meanwhile, as by the `withTable` of a scenario that was ended. */
const rowsOf = async (connection: Connection, database: string, table: string): Promise<number | undefined> => {
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT COUNT(*) AS n FROM ??.??', [database, table]);
    return Number(rows[0]?.['n']);
  } catch (cause) {
    if ((cause as { readonly code?: string }).code === 'ER_NO_SUCH_TABLE') return undefined;
    throw cause;
  }
};

/**
 * Counts the rows of a target's tables whose names begin with `pipeline`: `pipelines`, `pipeline_versions`,
 * `pipeline_tags` …
 */
export const pipelineRows = (database: NamedDatabase): Promise<Readonly<Record<string, number>>> =>
  connected(database, async (connection) => {
    const [tables] = await connection.query<RowDataPacket[]>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name LIKE 'pipeline%' ORDER BY 1",
      [database.name],
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const count = await rowsOf(connection, database.name, String(name));
      if (count !== undefined) counts[String(name)] = count;
    }
    return counts;
  });

/** The tables of a target's database; none if there is no such database. */
export const tablesOf = (database: NamedDatabase): Promise<readonly string[]> =>
  connected(database, async (connection) => {
    const [tables] = await connection.query<RowDataPacket[]>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? ORDER BY 1',
      [database.name],
    );
    return tables.map(({ name }) => String(name));
  });

/**
 * Runs `use` while the database has this table with one row. The database must exist: whether a target created it must be
 * visible.
 */
export const withTable = (database: NamedDatabase, table: string, use: () => Promise<void>): Promise<void> =>
  connected(database, async (connection) => {
    const name = [database.name, table];
    await connection.query('CREATE TABLE ??.?? (n INT)', name);
    try {
      await connection.query('INSERT INTO ??.?? VALUES (1)', name);
      await use();
    } finally {
      await connection.query('DROP TABLE IF EXISTS ??.??', name);
    }
  });
