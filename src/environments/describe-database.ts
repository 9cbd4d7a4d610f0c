import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { DatabaseAccess } from './environment.ts';

export type DatabaseAddress = Pick<DatabaseAccess, 'host' | 'port' | 'user' | 'password'>;
export type DatabaseDescription = Pick<DatabaseAccess, 'product' | 'version' | 'characterSet' | 'collation'>;

/** Connects and queries the server's product, version and defaults. Rejects with mysql2's errors. */
export const describeDatabase = async (address: DatabaseAddress): Promise<DatabaseDescription> => {
  const connection = await createConnection({ ...address, connectTimeout: 5000 });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT VERSION() AS version, @@version_comment AS comment, @@character_set_server AS characterSet, @@collation_server AS collation',
    );
    const { version, comment, characterSet, collation } = rows[0] as Readonly<Record<string, string>>;
    return {
      product: /mariadb/i.test(`${version} ${comment}`) ? 'MariaDB' : 'MySQL',
      version: String(version).replace(/-.*/, ''),
      characterSet: String(characterSet),
      collation: String(collation),
    };
  } finally {
    connection.destroy();
  }
};
