import { randomInt } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { DatabaseTables } from './database-tables.ts';

/** A stored count, since COUNT reads every row: of the pipelines of a namespace, or of the versions of a pipeline. */
export interface KeptCount {
  readonly table: 'pipeline_counts' | 'pipeline_version_counts';
  readonly parent: 'namespace' | 'pipeline_id';
  readonly parentValue: string;
}

/** The count is the sum of this many rows, so that concurrent changes rarely wait for the same row. */
const slotCount = 16;

export const pipelineCount = (namespace: string): KeptCount => ({
  table: 'pipeline_counts',
  parent: 'namespace',
  parentValue: namespace,
});

export const versionCount = (pipelineId: string): KeptCount => ({
  table: 'pipeline_version_counts',
  parent: 'pipeline_id',
  parentValue: pipelineId,
});

export const readCount = async (transaction: Transaction<DatabaseTables>, count: KeptCount): Promise<number> => {
  const { table, parent, parentValue } = count;
  const sum = sql<{ readonly total: string | null }>`
    SELECT SUM(items) AS total FROM ${sql.table(table)} WHERE ${sql.ref(parent)} = ${parentValue}`;
  const { rows } = await sum.execute(transaction);
  return Number(rows[0]?.total ?? 0);
};

/**
 * Must be the last statement of its transaction: its row stays locked until the end, so a wait for another lock could
 * be a deadlock.
 */
export const changeCount = async (
  transaction: Transaction<DatabaseTables>,
  { table, parent, parentValue }: KeptCount,
  change: 1 | -1,
): Promise<void> => {
  await sql`INSERT INTO ${sql.table(table)} (${sql.ref(parent)}, slot, items)
    VALUES (${parentValue}, ${randomInt(slotCount)}, ${change})
    ON DUPLICATE KEY UPDATE items = items + ${change}`.execute(transaction);
};
