import { statfs } from 'node:fs/promises';
import { EnvironmentError } from '../failures/environment-error.ts';

const mebibyte = 2 ** 20;

/** The size of empty etcd and MariaDB data. */
const emptyEnvironment = 256 * mebibyte;

/** Who needs the space, and what helps if it is missing. */
export interface SpaceRequest {
  readonly neededBytes: number;
  /** The subject of the error: `a snapshot`. */
  readonly user: string;
  readonly remedy: string;
}

/** What an environment needs, with `dataBytes` of data that it starts with. */
export const environmentSpace = (dataBytes = 0): SpaceRequest => ({
  neededBytes: emptyEnvironment + dataBytes,
  user: 'an environment',
  remedy: 'set KFP_CONFORMANCE_STATE to a folder on another disk',
});

/** The bytes that this user may still write to the disk of a directory. */
export const freeBytes = async (directory: string): Promise<number> => {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
};

/** Throws an EnvironmentError if the disk is full, since the errors of etcd and MariaDB would be hard to read. */
export const requireSpace = async (
  directory: string,
  { neededBytes, user, remedy }: SpaceRequest = environmentSpace(),
): Promise<void> => {
  const free = await freeBytes(directory);
  if (free >= neededBytes) return;
  const [freeMiB, neededMiB] = [Math.floor(free / mebibyte), Math.ceil(neededBytes / mebibyte)];
  throw new EnvironmentError(
    `${directory} has ${freeMiB} MiB free and ${user} needs ${neededMiB} MiB: free up space, or ${remedy}`,
  );
};
