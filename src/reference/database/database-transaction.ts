import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { isTransient, apiErrorFor } from './database-failure.ts';
import type { DatabaseTables } from './database-tables.ts';

const maxAttempts = 10;

export type Work<Result> = (transaction: Transaction<DatabaseTables>) => Promise<Result>;

/**
 * Runs a transaction, with retries after deadlocks; database errors become ApiErrors.
 *
 * @param duplicate the error message for a name that is taken.
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
      // A random delay, so that the same transactions do not collide again.
      await delay(Math.random() * 10 * attempt);
    }
  }
};

/** A read-only transaction, in which all reads see one snapshot. */
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

/** One statement outside a transaction; database errors become ApiErrors. */
export const read = async <Result>(statement: () => Promise<Result>): Promise<Result> => {
  try {
    return await statement();
  } catch (error) {
    throw apiErrorFor(error, '');
  }
};
