import { chmod, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EnvironmentError } from '../failures/environment-error.ts';

/**
 * The folder of this user's running environments. It is not XDG_RUNTIME_DIR, which is in memory, since a load run stores
 * gigabytes of etcd and MariaDB data in it.
 */
const location = (): string =>
  process.env['KFP_CONFORMANCE_STATE'] ?? path.join(tmpdir(), `kfp-conformance-${process.getuid?.() ?? 'user'}`);

/** Creates the folder if it is missing, and returns its path. Throws an EnvironmentError if another user owns it. */
export const runtimeDirectory = async (): Promise<string> => {
  const directory = path.resolve(location());
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    // Another user may have created a folder or a link of this name in /tmp, and keys must not be written to it.
    const found = await lstat(directory);
    if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid()))
      throw new EnvironmentError(
        `${directory} is not a folder owned by this user: remove it, or set KFP_CONFORMANCE_STATE to another folder`,
      );
    if ((found.mode & 0o077) !== 0) await chmod(directory, 0o700);
    return directory;
  } catch (cause) {
    if (cause instanceof EnvironmentError) throw cause;
    throw new EnvironmentError(
      `the folder for running environments ${directory} cannot be used (${(cause as Error).message}): set KFP_CONFORMANCE_STATE to another folder`,
      { cause },
    );
  }
};
