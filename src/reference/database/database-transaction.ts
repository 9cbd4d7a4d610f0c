import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { isTransient, apiErrorFor } from './database-failure.ts';
import type { DatabaseTables } from './database-tables.ts';

const maxAttempts = 10;

export type Work<Result> = (transaction: Transaction<DatabaseTables>) => Promise<Result>;

/**
 * Runs a transaction, again when the database chose it as the victim of a deadlock; errors become refusals.
 *
 * @param duplicate what to say when a name is taken.
 */
export const transact = async <Result>(
  database: Kysely<DatabaseTables>,
  work: Work<Result>,
  duplicate = 'The object already exists.',
): Promise<Result> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction().execute(work);
    } catch (error) {
      if (!isTransient(error) || attempt === maxAttempts) throw apiErrorFor(error, duplicate);
      // Spread, so that the transactions that met once do not meet again.
      await delay(Math.random() * 10 * attempt);
    }
  }
};

/** A transaction that only reads, in which all reads see one state. */
export const readConsistently = async <Result>(
  database: Kysely<DatabaseTables>,
  work: Work<Result>,
): Promise<Result> => {
  try {
    return await database.transaction().setAccessMode('read only').execute(work);
  } catch (error) {
    throw apiErrorFor(error, '');
  }
};

/** One statement outside a transaction; errors become refusals. */
export const read = async <Result>(statement: () => Promise<Result>): Promise<Result> => {
  try {
    return await statement();
  } catch (error) {
    throw apiErrorFor(error, '');
  }
};
