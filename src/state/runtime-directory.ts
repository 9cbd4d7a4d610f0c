import { chmod, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EnvironmentError } from '../failures/environment-error.ts';

/**
 * The folder of this user's running environments. Not XDG_RUNTIME_DIR: that is memory, and a load run puts gigabytes of
 * etcd and MariaDB data below it.
 */
const location = (): string =>
  process.env['KFP_CONFORMANCE_STATE'] ?? path.join(tmpdir(), `kfp-conformance-${process.getuid?.() ?? 'user'}`);

/** The same, made where it is missing. Throws an EnvironmentError when it is not this user's alone. */
export const runtimeDirectory = async (): Promise<string> => {
  const directory = path.resolve(location());
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    // Anybody may make a folder or a link of this name in /tmp; keys must not go there.
    const found = await lstat(directory);
    if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid()))
      throw new EnvironmentError(
        `${directory} is not a folder of this user: remove it, or name another one with KFP_CONFORMANCE_STATE`,
      );
    if ((found.mode & 0o077) !== 0) await chmod(directory, 0o700);
    return directory;
  } catch (cause) {
    if (cause instanceof EnvironmentError) throw cause;
    throw new EnvironmentError(
      `the folder for running environments ${directory} cannot be used (${(cause as Error).message}): name another one with KFP_CONFORMANCE_STATE`,
      { cause },
    );
  }
};
