import { statfs } from 'node:fs/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { patience } from '../../waiting/slowness.ts';
import type { DatabaseAccess } from '../environment.ts';
import { etcdQuota } from './etcd.ts';
import { settingsFor, type LocalSettings } from './local-settings.ts';

/** Settings of the components by name, as a report prints them. */
type Settings = Readonly<Record<string, string>>;

/** The settings of a running environment that have an effect on its speed. */
export interface ReportedSettings {
  readonly settings: Settings;
  /** Each setting that differs from those for measurements: `durability: relaxed`. Empty: none. */
  readonly labels: readonly string[];
}

/** File systems by the number that statfs returns. On one in memory, waiting for the disk costs nothing. */
const fileSystems: Readonly<Record<number, string>> = {
  0x01021994: 'tmpfs',
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x2fc12fc1: 'zfs',
  0x794c7630: 'overlayfs',
};

const databaseVariables = [
  'innodb_buffer_pool_size',
  'innodb_log_file_size',
  'innodb_flush_log_at_trx_commit',
  'innodb_flush_method',
  'innodb_doublewrite',
  'innodb_use_native_aio',
  'log_bin',
] as const;

/** Read from the server, which may be an external one with settings of its own. */
const databaseSettings = async ({ host, port, user, password }: DatabaseAccess): Promise<Settings> => {
  const connection = await createConnection({ host, port, user, password, connectTimeout: patience(5000) });
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SHOW GLOBAL VARIABLES WHERE Variable_name IN (?)', [
      [...databaseVariables],
    ]);
    return Object.fromEntries(rows.map((row) => [String(row['Variable_name']), String(row['Value'])]));
  } finally {
    connection.destroy();
  }
};

const componentSettings = ({ durability, audit, gogc, requestLimits }: LocalSettings): Settings => ({
  durability,
  GOGC: String(gogc),
  'etcd fsync': durability === 'full' ? 'on' : 'off',
  'etcd quota-backend-bytes': String(etcdQuota),
  'kube-apiserver audit': audit ? 'blocking' : 'off',
  'kube-apiserver request limits':
    requestLimits === undefined ? 'default' : `${requestLimits.all} in all, ${requestLimits.mutating} mutating`,
});

const gibibyte = 2 ** 30;

/** What a measurement expects beyond the settings of the components. */
const expected: Readonly<Record<string, (value: string) => boolean>> = {
  innodb_buffer_pool_size: (value) => Number(value) >= gibibyte,
  innodb_flush_log_at_trx_commit: (value) => value === '1',
  innodb_doublewrite: (value) => value !== 'OFF',
  log_bin: (value) => value === 'OFF',
  database: (value) => value === 'own',
  'file system': (value) => value !== 'tmpfs',
};

/** Each setting that differs from those for measurements: `durability: relaxed`. Empty: none. */
export const departures = (reported: Settings): readonly string[] => {
  const own = componentSettings(settingsFor.measurement);
  return Object.entries(reported)
    .filter(([name, value]) => !(expected[name]?.(value) ?? (own[name] ?? value) === value))
    .map(([name, value]) => `${name}: ${value}`);
};

/** Asks the servers and the file system. Rejects with mysql2's errors. */
export const reportedSettings = async (
  own: LocalSettings,
  database: DatabaseAccess,
  source: { readonly stateDirectory: string; readonly externalDatabase: boolean },
): Promise<ReportedSettings> => {
  const { type } = await statfs(source.stateDirectory);
  const settings = {
    ...componentSettings(own),
    ...(await databaseSettings(database)),
    database: source.externalDatabase ? 'external' : 'own',
    'file system': fileSystems[type] ?? `0x${type.toString(16)}`,
  };
  return { settings, labels: departures(settings) };
};
