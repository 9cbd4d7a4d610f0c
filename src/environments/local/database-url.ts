import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { UsageError } from '../../failures/usage-error.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { DatabaseAccess } from '../environment.ts';
import { describeDatabase, type DatabaseAddress } from '../describe-database.ts';

const form = 'mysql://USER:PASSWORD@HOST:PORT';

const parse = (url: string): DatabaseAddress => {
  const parsed = URL.parse(url);
  if (
    parsed === null ||
    !['mysql:', 'mariadb:'].includes(parsed.protocol) ||
    parsed.hostname === '' ||
    parsed.username === ''
  )
    throw new UsageError(`--database-url must have the form ${form}; the given value does not`);
  if (parsed.pathname.length > 1)
    throw new UsageError(
      `--database-url must have the form ${form}, without the database ${decodeURIComponent(parsed.pathname.slice(1))}: the run creates its own databases`,
    );
  return {
    host: parsed.hostname === 'localhost' ? '127.0.0.1' : parsed.hostname.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? 3306 : Number(parsed.port),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
  };
};

/** Verifies that the user can create and drop databases, as the targets do. */
const verifyPrivileges = async (address: DatabaseAddress): Promise<void> => {
  const name = `kfp_conformance_probe_${randomBytes(6).toString('hex')}`;
  const connection = await createConnection({ ...address, connectTimeout: 5000 });
  try {
    await connection.query(`CREATE DATABASE ${name}`);
    await connection.query(`DROP DATABASE ${name}`);
  } finally {
    connection.destroy();
  }
};

/** Connects to an external database server. Throws an EnvironmentError if it cannot be reached or is not suitable. */
export const openDatabaseUrl = async (url: string): Promise<DatabaseAccess> => {
  const address = parse(url);
  const where = `the database at ${address.host}:${address.port} (user ${address.user})`;
  try {
    const description = await describeDatabase(address);
    await verifyPrivileges(address);
    return { ...address, ...description };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new EnvironmentError(
      `${where} cannot be used: it must be MySQL or MariaDB, and its user must be allowed to create databases. The error was: ${code ?? ''} ${message}`,
      { cause },
    );
  }
};
