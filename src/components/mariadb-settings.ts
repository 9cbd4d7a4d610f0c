/** Like MySQL 8.4's default, utf8mb4_0900_ai_ci: NO PAD, accent- and case-insensitive, by the Unicode collation algorithm. */
const collation = 'utf8mb4_unicode_520_nopad_ci';

/** The user of the targets and the harness, which connects over TCP with a password and has all privileges. */
export const databaseUser = 'kfp';

/** How MariaDB's storage engine uses memory and disk. Sizes are in MariaDB's notation: `128M`. */
export interface DatabaseTuning {
  readonly bufferPool: string;
  readonly logFile: string;
  /** Whether it uses the kernel's asynchronous I/O where that is available, which is MariaDB's default. */
  readonly nativeIo: boolean;
}

/** For scenarios. Asynchronous I/O is scarce on a machine with many servers, and not needed there. */
export const smallDatabase: DatabaseTuning = { bufferPool: '128M', logFile: '64M', nativeIo: false };

/** Holds 100,000 pipelines with versions in memory, and their writes between two checkpoints in the log. */
export const largeDatabase: DatabaseTuning = { bufferPool: '1G', logFile: '512M', nativeIo: true };

/** Flags that must be the same for the preparation of the data directory and for the server. */
export const storageFlags = (
  data: string,
  temporary: string,
  { logFile, nativeIo }: DatabaseTuning = smallDatabase,
): readonly string[] => [
  // Makes the server ignore the machine's settings. MariaDB requires it as the first argument.
  '--no-defaults',
  `--datadir=${data}`,
  // Not shared, because a starting server removes all temporary tables in the directory, including another server's.
  `--tmpdir=${temporary}`,
  `--innodb-log-file-size=${logFile}`,
  ...(nativeIo ? [] : ['--loose-innodb-use-native-aio=0']),
  '--character-set-server=utf8mb4',
  `--collation-server=${collation}`,
];

/** Further flags of mariadb-install-db. */
export const preparationFlags = [
  '--auth-root-authentication-method=socket',
  '--skip-test-db',
  '--skip-name-resolve',
] as const;

/** Further flags of the server in every environment. */
export const serverFlags = ({ bufferPool }: DatabaseTuning = smallDatabase): readonly string[] => [
  '--skip-name-resolve',
  '--max-allowed-packet=64M',
  '--max-connections=1000',
  `--innodb-buffer-pool-size=${bufferPool}`,
  '--performance-schema=OFF',
];

/** Whether the server waits for the disk. */
export const durabilityFlags = {
  relaxed: ['--innodb-flush-log-at-trx-commit=0', '--loose-innodb-doublewrite=0', '--loose-innodb-flush-method=nosync'],
  full: ['--innodb-flush-log-at-trx-commit=1'],
} as const;

/** The initial statements: they remove anonymous users and create the user for connections from `host` (`%`: any host). */
export const initialStatements = (host: string, password: string): string =>
  [
    "DELETE FROM mysql.global_priv WHERE User = '';",
    'FLUSH PRIVILEGES;',
    // KFP's driver connects over TCP and supports mysql_native_password. A restored data directory has the user already.
    `CREATE OR REPLACE USER '${databaseUser}'@'${host}' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${databaseUser}'@'${host}' WITH GRANT OPTION;`,
    '',
  ].join('\n');
