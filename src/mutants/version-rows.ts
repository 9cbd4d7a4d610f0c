import { createConnection } from 'mysql2/promise';
import type { DefectiveTarget } from './mutant.ts';

const run = async ({ id, database }: DefectiveTarget, statements: readonly string[]): Promise<void> => {
  if (database === undefined) throw new Error(`the database of ${id} cannot be written`);
  const { host, port, user, password, name } = database;
  const connection = await createConnection({ host, port, user, password, database: name });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
};

/** Adds one row to the table of versions in a target's own database; a second one is ignored. Its columns are empty. */
export const addVersionRow = (target: DefectiveTarget): Promise<void> =>
  run(target, [
    "SET SESSION sql_mode = '', foreign_key_checks = 0",
    'INSERT IGNORE INTO pipeline_versions () VALUES ()',
  ]);

/** Empties that table, which in Kubernetes mode has no other rows. */
export const removeVersionRows = (target: DefectiveTarget): Promise<void> =>
  run(target, ['DELETE FROM pipeline_versions']);
