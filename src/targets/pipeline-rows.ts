import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { NamedDatabase } from './target-host.ts';

/**
 * Counts the rows of a target's tables whose names begin with `pipeline`: `pipelines`, `pipeline_versions`,
 * `pipeline_tags` …
 */
export const pipelineRows = async (database: NamedDatabase): Promise<Readonly<Record<string, number>>> => {
  const { host, port, user, password, name } = database;
  const connection = await createConnection({ host, port, user, password });
  try {
    const [tables] = await connection.query<RowDataPacket[]>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name LIKE 'pipeline%' ORDER BY 1",
      [name],
    );
    const counts: Record<string, number> = {};
    for (const table of tables) {
      const [rows] = await connection.query<RowDataPacket[]>('SELECT COUNT(*) AS n FROM ??.??', [name, table['name']]);
      counts[String(table['name'])] = Number(rows[0]?.['n']);
    }
    return counts;
  } finally {
    await connection.end();
  }
};
