import { setTimeout as delay } from 'node:timers/promises';
import { CompiledQuery, Kysely, MysqlDialect, type DatabaseConnection } from 'kysely';
import { createPool, type PoolOptions } from 'mysql2';
import { createConnection } from 'mysql2/promise';
import { migrateSchema } from './database-schema.ts';
import type { DatabaseTables } from './database-tables.ts';

/** The address of MySQL or MariaDB; a missing database is created. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** How long to wait for the database server at start-up, in milliseconds. */
  readonly startTimeoutMs: number;
}

export interface OpenDatabase {
  readonly kysely: Kysely<DatabaseTables>;
  /** The largest statement that the server accepts, in bytes. */
  readonly maxStatementBytes: number;
}

const maxConnections = 20;
const connectTimeoutMs = 5_000;
/** Session settings: errors instead of truncated values, sort keys compared in full, short waits for locks. */
const sessionSettings =
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', max_sort_length = 8192, innodb_lock_wait_timeout = 10";

/** Binary collations without padding, so that 'a' and 'a ' differ: of MySQL 8, of MariaDB, and the best fallback. */
const preferredCollations = ['utf8mb4_0900_bin', 'utf8mb4_nopad_bin', 'utf8mb4_bin'];

const prepareDatabase = async (options: PoolOptions, database: string) => {
  const connection = await createConnection(options);
  try {
    const [collations] = await connection.query('SELECT COLLATION_NAME AS name FROM information_schema.COLLATIONS');
    const names = new Set((collations as { readonly name: string }[]).map((row) => row.name));
    const collation = preferredCollations.find((name) => names.has(name)) ?? 'utf8mb4_bin';
    await connection.query(`CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4 COLLATE ${collation}`, [database]);
    const [settings] = await connection.query('SELECT @@max_allowed_packet AS bytes');
    const [{ bytes } = { bytes: 16 * 1024 * 1024 }] = settings as { readonly bytes: number }[];
    return { collation, maxStatementBytes: bytes };
  } finally {
    connection.destroy();
  }
};

const retryUntilTimeout = async <Result>(patience: number, attempt: () => Promise<Result>): Promise<Result> => {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const accessDenied = (error as NodeJS.ErrnoException).code === 'ER_ACCESS_DENIED_ERROR';
      if (accessDenied || Date.now() > deadline) throw error;
      await delay(500);
    }
  }
};

/** Connects, and creates the database and its tables if they are missing. */
export const openDatabase = async (address: DatabaseAddress): Promise<OpenDatabase> => {
  const { host, port, user, password, database, startTimeoutMs: patience } = address;
  const options: PoolOptions = { host, port, user, password, charset: 'utf8mb4', connectTimeout: connectTimeoutMs };
  const { collation, maxStatementBytes } = await retryUntilTimeout(patience, () =>
    prepareDatabase(options, database),
  ).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause);
    throw new Error(`No usable database at ${host}:${port} as user ${user}: ${reason}. Check DBCONFIG_MYSQLCONFIG_*.`, {
      cause,
    });
  });
  const pool = createPool({ ...options, database, connectionLimit: maxConnections, enableKeepAlive: true });
  const onCreateConnection = async (connection: DatabaseConnection) => {
    await connection.executeQuery(CompiledQuery.raw(sessionSettings));
  };
  const kysely = new Kysely<DatabaseTables>({ dialect: new MysqlDialect({ pool, onCreateConnection }) });
  try {
    await migrateSchema(kysely as unknown as Kysely<never>, collation);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  return { kysely, maxStatementBytes };
};
