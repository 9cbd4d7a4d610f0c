import { createConnection } from 'mysql2/promise';
import type { DatabaseAccess } from '../environments/environment.ts';

/**
 * Removes a target's database from its server, which may be shared with other users. A failure is passed to `report`.
 */
export const dropDatabase = async (
  { host, port, user, password }: DatabaseAccess,
  name: string,
  report: (line: string) => void,
): Promise<void> => {
  try {
    const connection = await createConnection({ host, port, user, password, connectTimeout: 5_000 });
    try {
      await connection.query('DROP DATABASE IF EXISTS ??', [name]);
    } finally {
      connection.destroy();
    }
  } catch (cause) {
    report(`database ${name} at ${host}:${port} could not be removed: ${String(cause)}`);
  }
};
