import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

const isExecutable = async (file: string): Promise<boolean> => {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The absolute path of the first executable with one of these names in these folders. */
export const findExecutable = async (
  names: readonly string[],
  directories: readonly string[],
): Promise<string | undefined> => {
  for (const directory of directories)
    for (const name of names) {
      const file = path.resolve(directory, name);
      if (await isExecutable(file)) return file;
    }
  return undefined;
};

/** The folders of PATH, and those of system daemons, which are not in the PATH of ordinary users on Debian. */
export const searchPath = (): readonly string[] => [
  ...(process.env['PATH'] ?? '').split(path.delimiter).filter((directory) => directory !== ''),
  '/usr/local/sbin',
  '/usr/sbin',
];
