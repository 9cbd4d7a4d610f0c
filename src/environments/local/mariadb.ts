import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MariaDb } from '../../components/find-mariadb.ts';
import { EnvironmentError } from '../environment-error.ts';
import type { DatabaseAccess } from '../environment.ts';
import { awaitComponent } from './await-ready.ts';
import { bareEnvironment, type ComponentHost } from './component-host.ts';
import { describeDatabase } from './describe-database.ts';
import type { SupervisedProcess } from './supervised-process.ts';

export interface RunningMariaDb {
  readonly process: SupervisedProcess;
  readonly access: DatabaseAccess;
}

/** Like MySQL 8.4's default, utf8mb4_0900_ai_ci: NO PAD, accent- and case-insensitive, by the Unicode collation algorithm. */
const collation = 'utf8mb4_unicode_520_nopad_ci';

const user = 'kfp';

/** Shared by the preparation of the data directory and the server, which must agree on them. */
const storage = (data: string, temporary: string): readonly string[] => [
  // First, as MariaDB wants it: no setting of the machine reaches the server.
  '--no-defaults',
  `--datadir=${data}`,
  // Of its own: a server that starts removes the temporary tables it finds, those of a neighbour too.
  `--tmpdir=${temporary}`,
  '--innodb-log-file-size=64M',
  // Asynchronous I/O is scarce where many servers share a machine, and not missed here.
  '--loose-innodb-use-native-aio=0',
  '--character-set-server=utf8mb4',
  `--collation-server=${collation}`,
];

const durabilityFlags = {
  relaxed: ['--innodb-flush-log-at-trx-commit=0', '--loose-innodb-doublewrite=0', '--loose-innodb-flush-method=nosync'],
  full: ['--innodb-flush-log-at-trx-commit=1'],
} as const;

/** What went wrong stands at the beginning; the end is advice about reporting bugs. */
const complaints = (preparation: SupervisedProcess): readonly string[] => {
  const lines = preparation.lastLines(200);
  const errors = lines.filter((line) => /error|denied|no space|cannot|can't/i.test(line));
  return (errors.length > 0 ? errors : lines).slice(0, 12);
};

const prepare = async (mariaDb: MariaDb, host: ComponentHost, data: string, temporary: string): Promise<void> => {
  const preparation = await host.spawn('mariadb-install-db', {
    file: mariaDb.installDb,
    args: [
      ...storage(data, temporary),
      '--auth-root-authentication-method=socket',
      '--skip-test-db',
      '--skip-name-resolve',
    ],
    env: bareEnvironment(host.directory),
    cwd: host.directory,
  });
  const abort = () => preparation.killNow();
  host.signal.addEventListener('abort', abort, { once: true });
  const { code, signal } = await preparation.exited;
  host.signal.removeEventListener('abort', abort);
  host.signal.throwIfAborted();
  if (code !== 0)
    throw new EnvironmentError(
      `${mariaDb.installDb} could not prepare a data directory (${signal ?? `exit code ${code}`}). It said:\n  ${complaints(preparation).join('\n  ')}`,
    );
};

/** A MariaDB server of its own on loopback, with one user who comes over TCP with a password and may do everything. */
export const startMariaDb = async (mariaDb: MariaDb, host: ComponentHost): Promise<RunningMariaDb> => {
  const port = await host.freePort();
  const directory = path.join(host.directory, `mariadb-${port}`);
  const data = path.join(directory, 'data');
  const temporary = path.join(directory, 'tmp');
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  await prepare(mariaDb, host, data, temporary);
  const password = randomBytes(24).toString('hex');
  const initial = path.join(directory, 'init.sql');
  await writeFile(
    initial,
    [
      "DELETE FROM mysql.global_priv WHERE User = '';",
      'FLUSH PRIVILEGES;',
      // KFP's driver comes over TCP and knows mysql_native_password.
      `CREATE USER '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
      `GRANT ALL PRIVILEGES ON *.* TO '${user}'@'127.0.0.1' WITH GRANT OPTION;`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  const server = await host.spawn('mariadb', {
    file: mariaDb.path,
    args: [
      ...storage(data, temporary),
      // Root only as itself: MariaDB refuses to run as root otherwise, and a change of user would undo the parent-death
      // signal. Not for the preparation, which would then set the mode of a system file.
      ...(process.getuid?.() === 0 ? ['--user=root'] : []),
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${path.join(directory, 's')}`,
      `--pid-file=${path.join(directory, 'pid')}`,
      `--init-file=${initial}`,
      '--skip-name-resolve',
      '--max-allowed-packet=64M',
      '--max-connections=1000',
      '--innodb-buffer-pool-size=128M',
      '--performance-schema=OFF',
      ...durabilityFlags[host.durability],
    ],
    env: bareEnvironment(host.directory),
    cwd: directory,
  });
  const address = { host: '127.0.0.1', port, user, password };
  let described: DatabaseAccess | undefined;
  await awaitComponent(server, 60_000, host.signal, async () => {
    try {
      described = { ...address, ...(await describeDatabase(address)) };
      return undefined;
    } catch (cause) {
      return (cause as Error).message;
    }
  });
  return { process: server, access: described as DatabaseAccess };
};
