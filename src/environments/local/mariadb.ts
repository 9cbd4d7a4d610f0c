import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MariaDb } from '../../components/find-mariadb.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { DatabaseAccess } from '../environment.ts';
import {
  databaseUser as user,
  durabilityFlags,
  initialStatements,
  preparationFlags,
  serverFlags,
  storageFlags,
} from '../../components/mariadb-settings.ts';
import { awaitComponent } from './await-ready.ts';
import { bareEnvironment, type ComponentHost } from './component-host.ts';
import { describeDatabase } from '../describe-database.ts';
import { runToEnd } from './run-to-end.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** A MariaDB server whose process can be replaced by another on the same data and port. */
export interface RunningMariaDb {
  readonly access: DatabaseAccess;
  readonly dataDirectory: string;
  /** The process that was started last. */
  process(): SupervisedProcess;
  /** Starts the server again, after its process has ended. */
  startAgain(): Promise<void>;
}

/** The first error lines, because the end of the output is advice about reporting bugs. */
const errorLines = (preparation: SupervisedProcess): readonly string[] => {
  const lines = preparation.lastLines(200);
  const errors = lines.filter((line) => /error|denied|no space|cannot|can't/i.test(line));
  return (errors.length > 0 ? errors : lines).slice(0, 12);
};

const prepare = async (mariaDb: MariaDb, host: ComponentHost, data: string, temporary: string): Promise<void> => {
  const { process: preparation, failure } = await runToEnd(host, 'mariadb-install-db', {
    file: mariaDb.installDb,
    args: [...storageFlags(data, temporary, host.settings.database), ...preparationFlags],
    env: bareEnvironment(host.directory),
    cwd: host.directory,
  });
  if (failure !== undefined)
    throw new EnvironmentError(
      `${mariaDb.installDb} could not prepare a data directory (${failure}). Its output:\n  ${errorLines(preparation).join('\n  ')}`,
    );
};

/**
 * Starts a MariaDB server on loopback with one user, who has all privileges and connects over TCP with a password. `restore`
 * fills its data directory; absent: it starts without data.
 */
export const startMariaDb = async (
  mariaDb: MariaDb,
  host: ComponentHost,
  restore?: (dataDirectory: string) => Promise<void>,
): Promise<RunningMariaDb> => {
  const { database, durability } = host.settings;
  const port = await host.freePort();
  const directory = path.join(host.directory, `mariadb-${port}`);
  const data = path.join(directory, 'data');
  const temporary = path.join(directory, 'tmp');
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  await (restore === undefined ? prepare(mariaDb, host, data, temporary) : restore(data));
  const password = randomBytes(24).toString('hex');
  const initial = path.join(directory, 'init.sql');
  await writeFile(initial, initialStatements('127.0.0.1', password), { mode: 0o600 });
  const address = { host: '127.0.0.1', port, user, password };
  const command = {
    file: mariaDb.path,
    args: [
      ...storageFlags(data, temporary, database),
      // MariaDB refuses to run as root without this flag, and a change of user would clear the parent-death signal. The
      // preparation runs without it, because with it mariadb-install-db changes the mode of a system file.
      ...(process.getuid?.() === 0 ? ['--user=root'] : []),
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${path.join(directory, 's')}`,
      `--pid-file=${path.join(directory, 'pid')}`,
      `--init-file=${initial}`,
      ...serverFlags(database),
      ...durabilityFlags[durability],
    ],
    env: bareEnvironment(host.directory),
    cwd: directory,
  };
  const start = async (): Promise<{ readonly server: SupervisedProcess; readonly access: DatabaseAccess }> => {
    const server = await host.spawn('mariadb', command);
    let access: DatabaseAccess | undefined;
    await awaitComponent(server, 60_000, host.signal, async () => {
      try {
        access = { ...address, ...(await describeDatabase(address)) };
        return undefined;
      } catch (cause) {
        return (cause as Error).message;
      }
    });
    return { server, access: access as DatabaseAccess };
  };
  let running = await start();
  return {
    access: running.access,
    dataDirectory: data,
    process: () => running.server,
    startAgain: async () => {
      running = await start();
    },
  };
};
