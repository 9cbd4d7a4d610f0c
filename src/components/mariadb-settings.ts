/** Like MySQL 8.4's default, utf8mb4_0900_ai_ci: NO PAD, accent- and case-insensitive, by the Unicode collation algorithm. */
const collation = 'utf8mb4_unicode_520_nopad_ci';

/** The user of targets and harness: one who comes over TCP with a password and may do everything. */
export const databaseUser = 'kfp';

/** Shared by the preparation of the data directory and the server, which must agree on them. */
export const storageFlags = (data: string, temporary: string): readonly string[] => [
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

/** What mariadb-install-db is told besides. */
export const preparationFlags = [
  '--auth-root-authentication-method=socket',
  '--skip-test-db',
  '--skip-name-resolve',
] as const;

/** What the server is told besides, wherever it runs. */
export const serverFlags = [
  '--skip-name-resolve',
  '--max-allowed-packet=64M',
  '--max-connections=1000',
  '--innodb-buffer-pool-size=128M',
  '--performance-schema=OFF',
] as const;

/** Whether the server waits for the disk. */
export const durabilityFlags = {
  relaxed: ['--innodb-flush-log-at-trx-commit=0', '--loose-innodb-doublewrite=0', '--loose-innodb-flush-method=nosync'],
  full: ['--innodb-flush-log-at-trx-commit=1'],
} as const;

/** What the server does first: nobody may come without a name, and the user from `host` (`%`: from anywhere) is made. */
export const initialStatements = (host: string, password: string): string =>
  [
    "DELETE FROM mysql.global_priv WHERE User = '';",
    'FLUSH PRIVILEGES;',
    // KFP's driver comes over TCP and knows mysql_native_password.
    `CREATE USER '${databaseUser}'@'${host}' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${databaseUser}'@'${host}' WITH GRANT OPTION;`,
    '',
  ].join('\n');
