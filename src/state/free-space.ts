import { statfs } from 'node:fs/promises';
import { EnvironmentError } from '../failures/environment-error.ts';

/** The size of empty etcd and MariaDB data, in MiB. */
const least = 256;

/** Throws an EnvironmentError if the disk is full, since the errors of etcd and MariaDB would be hard to read. */
export const requireSpace = async (directory: string, needed = least): Promise<void> => {
  const { bavail, bsize } = await statfs(directory);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free >= needed) return;
  throw new EnvironmentError(
    `${directory} has ${free} MiB free and an environment needs ${needed} MiB: free up space, or set KFP_CONFORMANCE_STATE to a folder on another disk`,
  );
};
