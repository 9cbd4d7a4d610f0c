import { randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { DatabaseTables } from './database-tables.ts';

const secretBytes = 32;

/** A secret shared by all servers on this database; the first server to ask creates it. */
export const sharedSecret = async (database: Kysely<DatabaseTables>, name: string): Promise<Buffer> => {
  const candidate = randomBytes(secretBytes);
  await sql`INSERT IGNORE INTO server_secrets (name, secret) VALUES (${name}, ${candidate})`.execute(database);
  const { secret } = await database
    .selectFrom('server_secrets')
    .select('secret')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return secret;
};
