import { statfs } from 'node:fs/promises';
import { EnvironmentError } from '../failures/environment-error.ts';

/** What etcd and MariaDB take before anything is kept in them, in MiB. */
const least = 256;

/** Throws an EnvironmentError where there is no room: etcd and MariaDB would say so in ways that are hard to read. */
export const requireSpace = async (directory: string, needed = least): Promise<void> => {
  const { bavail, bsize } = await statfs(directory);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free >= needed) return;
  throw new EnvironmentError(
    `${directory} has ${free} MiB free and an environment needs ${needed} MiB: make room, or name a folder on another disk with KFP_CONFORMANCE_STATE`,
  );
};
