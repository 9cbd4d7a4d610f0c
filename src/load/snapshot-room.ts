import { rm } from 'node:fs/promises';
import { EnvironmentError } from '../failures/environment-error.ts';
import { freeBytes } from '../state/free-space.ts';
import type { CachedSnapshot } from './cached-snapshots.ts';

const mebibyte = 2 ** 20;

/** What a save may leave free at least: programs misbehave on a full disk. */
const reserveBytes = 512 * mebibyte;

/** The sizes that decide which snapshots must go, in bytes. */
export interface RoomRequest {
  readonly needed: number;
  /** For all snapshots together. */
  readonly limit: number;
  /** On the disk. */
  readonly free: number;
}

const inMiB = (bytes: number): string => `${Math.ceil(bytes / mebibyte)} MiB`;

const total = (snapshots: readonly CachedSnapshot[]): number => snapshots.reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * The snapshots to remove, the least recently used first, so that a new one has room. Throws an EnvironmentError, before
 * anything is removed, if that would not be enough.
 */
export const snapshotsToRemove = (
  snapshots: readonly CachedSnapshot[],
  { needed, limit, free }: RoomRequest,
  directory: string,
): readonly CachedSnapshot[] => {
  const removable = snapshots.filter(({ held }) => !held);
  const excess = total(snapshots) + needed - limit;
  const shortage = needed + reserveBytes - free;
  if (needed > limit || excess > total(removable))
    throw new EnvironmentError(
      `a snapshot needs ${inMiB(needed)}, and those in ${directory} may take ${inMiB(limit)}, of which ${inMiB(total(snapshots) - total(removable))} are in use: choose a smaller plan, or end the other runs`,
    );
  if (shortage > total(removable))
    throw new EnvironmentError(
      `a snapshot needs ${inMiB(needed)}, ${inMiB(reserveBytes)} must stay free, and the disk of ${directory} has ${inMiB(free)} free and ${inMiB(total(removable))} in older snapshots: free up space, or set KFP_CONFORMANCE_CACHE to a directory on another disk`,
    );
  const removed: CachedSnapshot[] = [];
  for (const snapshot of removable) {
    if (total(removed) >= Math.max(excess, shortage)) break;
    removed.push(snapshot);
  }
  return removed;
};

/** Removes snapshots until a new one of `needed` bytes has room. The caller holds the lock of the cache. */
export const makeRoom = async (
  snapshots: readonly CachedSnapshot[],
  { needed, limit }: Pick<RoomRequest, 'needed' | 'limit'>,
  directory: string,
): Promise<void> => {
  const free = await freeBytes(directory);
  for (const snapshot of snapshotsToRemove(snapshots, { needed, limit, free }, directory))
    await rm(snapshot.directory, { recursive: true, force: true });
};
