import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { UsageError } from '../../../failures/usage-error.ts';
import { requireSpace } from '../../../state/free-space.ts';
import type { Waiting } from '../../../waiting/waiting.ts';
import type { ComponentHost } from '../component-host.ts';
import type { DatabaseFiles } from '../local-database.ts';
import { bytesIn, copyDirectory, filesIn } from './data-files.ts';
import { etcdStatus, saveEtcd } from './etcd-snapshot.ts';
import { snapshotParts, writeManifest, type Snapshot } from './snapshot-manifest.ts';

/** The servers whose data is saved. */
export interface SnapshotSource {
  readonly etcdEndpoint: string;
  /** Absent: the database is an external one. */
  readonly database: DatabaseFiles | undefined;
  readonly versions: Readonly<Record<string, string>>;
}

const filesOf = ({ database }: SnapshotSource): DatabaseFiles => {
  if (database !== undefined) return database;
  throw new UsageError(
    'a snapshot includes the files of the database, which --database-url keeps elsewhere: run without that option',
  );
};

/**
 * The bytes that a snapshot will take at most, nearly: its files, without what etcd and MariaDB still keep in memory, and with
 * the whole redo log.
 */
export const expectedBytes = async (source: SnapshotSource, signal: AbortSignal): Promise<number> => {
  const { dataDirectory } = filesOf(source);
  return (await etcdStatus(source.etcdEndpoint, signal)).bytes + (await bytesIn(dataDirectory));
};

const makeDirectory = async (directory: string): Promise<void> => {
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new EnvironmentError(`${directory} exists already: save the snapshot to a new directory`, { cause });
    throw new EnvironmentError(`the directory of a snapshot cannot be created: ${message}`, { cause });
  }
};

/** Saves the data to a new directory, which is removed again if that fails. */
export const saveSnapshot = async (
  source: SnapshotSource,
  directory: string,
  content: Readonly<Record<string, string>>,
  host: Pick<ComponentHost, 'spawn' | 'signal' | 'directory'>,
  progress: Waiting['progress'],
): Promise<Snapshot> => {
  const database = filesOf(source);
  await makeDirectory(directory);
  try {
    const { revision, bytes } = await etcdStatus(source.etcdEndpoint, host.signal);
    await requireSpace(directory, {
      neededBytes: bytes + (await bytesIn(database.dataDirectory)),
      user: 'a snapshot',
      remedy: 'save it to another disk',
    });
    await saveEtcd(source.etcdEndpoint, path.join(directory, snapshotParts.etcd), host, progress);
    await database.whileStopped(
      () => copyDirectory(database.dataDirectory, path.join(directory, snapshotParts.database), host.signal),
      host.signal,
    );
    host.signal.throwIfAborted();
    return await writeManifest(directory, {
      savedAt: new Date().toISOString(),
      versions: source.versions,
      content,
      revision,
      files: [...(await filesIn(directory))],
    });
  } catch (cause) {
    await rm(directory, { recursive: true, force: true });
    if ((cause as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new EnvironmentError(`the disk became full while a snapshot was saved to ${directory}: free up space`, {
        cause,
      });
    throw cause;
  }
};
