import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { withCacheLock } from '../components/cache-lock.ts';
import type { Waiting } from '../waiting/waiting.ts';
import {
  cachedSnapshot,
  hold,
  savingDirectory,
  snapshotsDirectory,
  tidySnapshots,
  type HeldSnapshot,
} from './cached-snapshots.ts';
import { makeRoom } from './snapshot-room.ts';

/** The bytes that all cached snapshots may take. */
const defaultLimit = 20 * 2 ** 30;

/** Held for moments only: to look, to hold, to remove, to rename; never while a snapshot is saved or restored. */
const locked = <Value>({ progress, signal }: Waiting, action: () => Promise<Value>): Promise<Value> =>
  withCacheLock(
    { name: 'snapshots', waitsFor: 'another run to look through the snapshots' },
    { line: progress },
    signal,
    action,
  );

/** The cached snapshot of a key, held; undefined if there is none. */
export const findSnapshot = async (key: string, waiting: Waiting): Promise<HeldSnapshot | undefined> => {
  const directory = await snapshotsDirectory();
  return locked(waiting, async () => {
    const found = await cachedSnapshot(path.join(directory, key));
    return found && hold(found);
  });
};

/** What can be saved, such as a running local environment. */
export interface SavedState {
  /** The bytes that it will take, nearly. */
  bytes(): Promise<number>;
  /** Saves it to a new directory, which a failure removes. */
  save(directory: string): Promise<unknown>;
}

/**
 * Saves a snapshot to the cache and returns it, held. Older snapshots are removed if all together exceed `limitBytes`, or the
 * disk is full. Throws an EnvironmentError with the sizes if there is no room. If another run has stored the same key in the
 * meantime, its snapshot is returned; with `replaces` only if somebody uses it.
 */
export const storeSnapshot = async (
  key: string,
  state: SavedState,
  waiting: Waiting,
  { limitBytes = defaultLimit, replaces = false }: { readonly limitBytes?: number; readonly replaces?: boolean } = {},
): Promise<HeldSnapshot> => {
  const directory = await snapshotsDirectory();
  const entry = path.join(directory, key);
  const needed = await state.bytes();
  await locked(waiting, async () => makeRoom(await tidySnapshots(directory), { needed, limit: limitBytes }, directory));
  const saving = savingDirectory(directory);
  try {
    await state.save(saving);
    return await locked(waiting, async () => {
      const other = await cachedSnapshot(entry);
      if (other !== undefined && !(replaces && !other.held)) return hold(other);
      await rm(entry, { recursive: true, force: true });
      await rename(saving, entry);
      const stored = await cachedSnapshot(entry);
      if (stored === undefined) throw new Error(`${entry} was saved, but is no complete snapshot`);
      return hold(stored);
    });
  } finally {
    await rm(saving, { recursive: true, force: true });
  }
};

/** Removes a snapshot from the cache, if it is there and nobody else uses it. */
export const removeSnapshot = async (key: string, waiting: Waiting): Promise<void> => {
  const directory = await snapshotsDirectory();
  await locked(waiting, async () => {
    const entry = path.join(directory, key);
    if ((await cachedSnapshot(entry))?.held === true) return;
    await rm(entry, { recursive: true, force: true });
  });
};
