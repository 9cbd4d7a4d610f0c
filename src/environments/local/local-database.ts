import { createConnection, type Connection } from 'mysql2/promise';
import type { MariaDb } from '../../components/find-mariadb.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { patience } from '../../waiting/slowness.ts';
import { waitUntil } from '../../waiting/wait-until.ts';
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
  whileStopped<Value>(use: () => Promise<Value>, signal: AbortSignal): Promise<Value>;
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

const requestShutdown = async ({ host, port, user, password }: DatabaseAccess): Promise<void> => {
  const connection = await createConnection({ host, port, user, password, connectTimeout: patience(5000) });
  try {
    await shrinkLog(connection);
    await connection.query('SET GLOBAL innodb_fast_shutdown = 0');
    await connection.query('SHUTDOWN');
  } finally {
    connection.destroy();
  }
};

/**
 * Ends the server with complete files. It also removes deleted rows for good (a "slow" shutdown), so that a server on the
 * same files does not do that later, beside what is measured.
 */
const shutDown = async ({ access, process }: RunningMariaDb, signal: AbortSignal): Promise<void> => {
  const server = process();
  await requestShutdown(access).catch((cause: unknown) => {
    throw new EnvironmentError(`mariadb could not be told to shut down: ${(cause as Error).message}`, {
      cause,
      logTail: logTail(server),
    });
  });
  try {
    const { code, signal: killedBy } = await waitUntil(
      {
        name: 'mariadb to shut down',
        deadlineMs: shutdownMs,
        look: async () => ({ done: await server.exited }),
        timeoutSummary: (seconds) => `mariadb did not end within ${seconds} s after it was told to shut down.`,
        details: () => ({ logTail: logTail(server) }),
      },
      { signal },
    );
    if (code === 0) return;
    const how = killedBy ?? `exit code ${code}`;
    throw new EnvironmentError(`mariadb ended with ${how} after it was told to shut down.`, {
      logTail: logTail(server),
    });
  } catch (cause) {
    await server.kill();
    throw cause;
  }
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
      whileStopped: async (use, signal) => {
        const server = mariaDb.process();
        release(server);
        try {
          await shutDown(mariaDb, AbortSignal.any([host.signal, signal]));
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
