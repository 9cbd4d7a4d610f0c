import { randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { DatabaseTables } from './database-tables.ts';

const SECRET_BYTES = 32;

/** A secret that all servers on this database share: the first one that asks makes it. */
export async function sharedSecret(database: Kysely<DatabaseTables>, name: string): Promise<Buffer> {
  const candidate = randomBytes(SECRET_BYTES);
  await sql`INSERT IGNORE INTO server_secrets (name, secret) VALUES (${name}, ${candidate})`.execute(database);
  const { secret } = await database
    .selectFrom('server_secrets')
    .select('secret')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return secret;
}
