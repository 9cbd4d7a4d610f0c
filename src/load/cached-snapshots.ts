import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeCacheDirectory } from '../components/cache-directory.ts';
import { readSnapshot, snapshotParts, type Snapshot } from '../environments/local/snapshots/snapshot-manifest.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { isAbandoned, ownedName } from '../processes/owned-name.ts';

/** The prefix of a directory in which a process still saves. */
const savingPrefix = '.saving-';
/** The prefix of a file in a snapshot that a process uses. */
const heldPrefix = '.held-';

/** A snapshot in the cache. */
export interface CachedSnapshot extends Snapshot {
  readonly lastUsedMs: number;
  /** Whether a process is starting an environment from it. */
  readonly held: boolean;
}

/** The directory of cached snapshots, created if it is missing. */
export const snapshotsDirectory = async (): Promise<string> => {
  const directory = path.join(await makeCacheDirectory(), 'snapshots');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return directory;
};

/** A new name for a directory in which this process saves. */
export const savingDirectory = (directory: string): string => path.join(directory, ownedName(savingPrefix));

const removeAbandoned = async (directory: string, prefix: string): Promise<void> => {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(prefix)) continue;
    const file = path.join(directory, name);
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && isAbandoned(name, prefix, Date.now() - found.mtimeMs))
      await rm(file, { recursive: true, force: true });
  }
};

/** A snapshot of the cache; undefined if there is none, or none that is complete. */
export const cachedSnapshot = async (directory: string): Promise<CachedSnapshot | undefined> => {
  let snapshot: Snapshot;
  try {
    snapshot = await readSnapshot(directory);
  } catch (cause) {
    if (cause instanceof EnvironmentError) return undefined;
    throw cause;
  }
  await removeAbandoned(directory, heldPrefix);
  const { mtimeMs } = await stat(path.join(directory, snapshotParts.manifest));
  const held = (await readdir(directory)).some((name) => name.startsWith(heldPrefix));
  return { ...snapshot, lastUsedMs: mtimeMs, held };
};

/**
 * All complete snapshots, the least recently used first. Removes damaged ones and what killed processes have left. The caller
 * holds the lock.
 */
export const tidySnapshots = async (directory: string): Promise<readonly CachedSnapshot[]> => {
  await removeAbandoned(directory, savingPrefix);
  const found: CachedSnapshot[] = [];
  for (const name of await readdir(directory)) {
    if (name.startsWith(savingPrefix)) continue;
    const entry = path.join(directory, name);
    const snapshot = await cachedSnapshot(entry);
    if (snapshot === undefined) await rm(entry, { recursive: true, force: true });
    else found.push(snapshot);
  }
  return found.toSorted((one, other) => one.lastUsedMs - other.lastUsedMs);
};

/** A snapshot that stays in the cache until it is disposed of. An environment that has started no longer needs it. */
export interface HeldSnapshot extends Snapshot, AsyncDisposable {}

/** Holds a snapshot, and notes that it was used now. The caller holds the lock. */
export const hold = async ({ directory, manifest, bytes }: Snapshot): Promise<HeldSnapshot> => {
  const mark = path.join(directory, ownedName(heldPrefix));
  await writeFile(mark, '');
  const now = new Date();
  await utimes(path.join(directory, snapshotParts.manifest), now, now);
  return { directory, manifest, bytes, [Symbol.asyncDispose]: () => rm(mark, { force: true }) };
};
