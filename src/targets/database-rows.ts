import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { Row, SourceTaps } from './source-taps.ts';
import type { NamedDatabase } from './target-host.ts';

/** Looks into a target's database. Each call opens a connection and throws if it gets none. */
export interface DatabaseRows {
  /**
   * Counts the rows of its tables whose names begin with `pipeline`: `pipelines`, `pipeline_versions`, `pipeline_tags` …
   */
  pipelineRows(): Promise<Readonly<Record<string, number>>>;
  /** Its tables; none if there is no such database. */
  tables(): Promise<readonly string[]>;
  /**
   * Runs `use` while the database has this table with one row. The database must exist: whether a target created it must
   * be visible.
   */
  withTable(table: string, use: () => Promise<void>): Promise<void>;
}

/** `answered`: stands between the rows of an answer and those who read them. */
export const databaseRows = (
  { name: database, host, port, user, password }: NamedDatabase,
  answered: NonNullable<SourceTaps['sql']>,
): DatabaseRows => {
  const connected = async <Value>(use: (connection: Connection) => Promise<Value>): Promise<Value> => {
    const connection = await createConnection({ host, port, user, password });
    try {
      return await use(connection);
    } finally {
      await connection.end();
    }
  };
  const select = async (
    connection: Connection,
    statement: string,
    values: readonly string[],
  ): Promise<readonly Row[]> => {
    const [rows] = await connection.query<RowDataPacket[]>(statement, [...values]);
    return answered(rows, statement);
  };
  /** Undefined if the table was removed meanwhile, as by the `withTable` of a scenario that was ended. */
  const rowsOf = async (connection: Connection, table: string): Promise<number | undefined> => {
    try {
      const [row] = await select(connection, 'SELECT COUNT(*) AS n FROM ??.??', [database, table]);
      return Number(row?.['n']);
    } catch (cause) {
      if ((cause as { readonly code?: string }).code === 'ER_NO_SUCH_TABLE') return undefined;
      throw cause;
    }
  };
  return {
    pipelineRows: () =>
      connected(async (connection) => {
        const tables = await select(
          connection,
          "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name LIKE 'pipeline%' ORDER BY 1",
          [database],
        );
        const counts: Record<string, number> = {};
        for (const { name } of tables) {
          const count = await rowsOf(connection, String(name));
          if (count !== undefined) counts[String(name)] = count;
        }
        return counts;
      }),
    tables: () =>
      connected(async (connection) => {
        const tables = await select(
          connection,
          'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? ORDER BY 1',
          [database],
        );
        return tables.map(({ name }) => String(name));
      }),
    withTable: (table, use) =>
      connected(async (connection) => {
        const name = [database, table];
        await connection.query('CREATE TABLE ??.?? (n INT)', name);
        try {
          await connection.query('INSERT INTO ??.?? VALUES (1)', name);
          await use();
        } finally {
          await connection.query('DROP TABLE IF EXISTS ??.??', name);
        }
      }),
  };
};
