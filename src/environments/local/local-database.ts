import { createConnection, type Connection } from 'mysql2/promise';
import type { MariaDb } from '../../components/find-mariadb.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { patience } from '../../waiting/slowness.ts';
import type { DatabaseAccess } from '../environment.ts';
import { logTail } from '../log-tail.ts';
import { startOnFreePorts } from './await-ready.ts';
import type { ComponentHost } from './component-host.ts';
import type { ComponentWatch } from './component-watch.ts';
import { openDatabaseUrl } from './database-url.ts';
import { startMariaDb, type RunningMariaDb } from './mariadb.ts';

/** The database server of an environment. */
export interface LocalDatabase {
  readonly access: DatabaseAccess;
  /** The files of the environment's own server; absent: the server is an external one. */
  readonly files?: DatabaseFiles;
}

export interface DatabaseFiles {
  readonly dataDirectory: string;
  /** Runs `use` after an orderly shutdown of the server, and starts the server again on the same port. */
  whileStopped<Value>(use: () => Promise<Value>): Promise<Value>;
}

/** To write 1 GiB of changed pages to a slow disk. */
const shutdownMs = 180_000;

/**
 * The redo log is not needed after an orderly shutdown, but the server does not start without one. It cannot be smaller than
 * its buffer.
 */
const shrinkLog = async (connection: Connection): Promise<void> => {
  try {
    await connection.query('SET GLOBAL innodb_log_file_size = @@GLOBAL.innodb_log_buffer_size');
  } catch (cause) {
    // Before MariaDB 10.9 the size is fixed while the server runs, so the log is copied as it is.
    if ((cause as { readonly code?: string }).code !== 'ER_INCORRECT_GLOBAL_LOCAL_VAR') throw cause;
  }
};

/**
 * Ends the server with complete files. It also removes deleted rows for good (a "slow" shutdown), so that a server on the
 * same files does not do that later, beside what is measured.
 */
const shutDown = async ({ access, process }: RunningMariaDb): Promise<void> => {
  const { host, port, user, password } = access;
  const server = process();
  const connection = await createConnection({ host, port, user, password, connectTimeout: 5000 });
  try {
    await shrinkLog(connection);
    await connection.query('SET GLOBAL innodb_fast_shutdown = 0');
    await connection.query('SHUTDOWN');
  } finally {
    connection.destroy();
  }
  const deadline = AbortSignal.timeout(patience(shutdownMs));
  const expired = new Promise<undefined>((resolve) => {
    deadline.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const ended = await Promise.race([server.exited, expired]);
  if (ended?.code === 0) return;
  await server.kill();
  const how = ended === undefined ? 'did not end in time' : `ended with ${ended.signal ?? `exit code ${ended.code}`}`;
  throw new EnvironmentError(`mariadb ${how} after it was told to shut down.`, { logTail: logTail(server) });
};

/** Opens an external server by its URL, or starts MariaDB, with the files that `restore` gives to it, or without any. */
export const startDatabase = async (
  source: string | MariaDb,
  host: ComponentHost,
  { watch, release }: ComponentWatch,
  restore?: (dataDirectory: string) => Promise<void>,
): Promise<LocalDatabase> => {
  if (typeof source === 'string') return { access: await openDatabaseUrl(source) };
  const mariaDb = await startOnFreePorts(() => startMariaDb(source, host, restore));
  const { access, dataDirectory } = mariaDb;
  return {
    access,
    files: {
      dataDirectory,
      whileStopped: async (use) => {
        const server = mariaDb.process();
        release(server);
        try {
          await shutDown(mariaDb);
        } catch (cause) {
          watch(server);
          throw cause;
        }
        try {
          return await use();
        } finally {
          // In an environment that is ending, a process can no longer be started.
          if (!host.signal.aborted) {
            await mariaDb.startAgain();
            watch(mariaDb.process());
          }
        }
      },
    },
  };
};
