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

/** The first executable of one of these names in these folders; an absolute path. */
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

/** The folders of PATH; those with system daemons are added, which an ordinary user's PATH lacks on Debian. */
export const searchPath = (): readonly string[] => [
  ...(process.env['PATH'] ?? '').split(path.delimiter).filter((directory) => directory !== ''),
  '/usr/local/sbin',
  '/usr/sbin',
];
