import { constants } from 'node:fs';
import { cp, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file below a directory: its relative path and its size. */
export interface DataFile {
  readonly path: string;
  readonly bytes: number;
}

const pathsIn = async (directory: string): Promise<readonly string[]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .toSorted();
};

/** All files below a directory, ordered by path. */
export const filesIn = async (directory: string): Promise<readonly DataFile[]> =>
  Promise.all(
    (await pathsIn(directory)).map(async (file) => ({
      path: file,
      bytes: (await stat(path.join(directory, file))).size,
    })),
  );

/** The bytes of all files below a directory, whose server may remove some of them meanwhile. */
export const bytesIn = async (directory: string): Promise<number> => {
  const sizes = await Promise.all(
    (await pathsIn(directory)).map(async (file) => {
      try {
        return (await stat(path.join(directory, file))).size;
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 0;
        throw cause;
      }
    }),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
};

/** Writes a copied file to the disk now, so that the kernel does not do it later, beside what is measured. */
const flush = async (file: string): Promise<void> => {
  await using handle = await open(file, 'r+');
  await handle.sync();
};

/**
 * Copies a directory to one that does not exist, and waits until the copy is on the disk. Files share their blocks where the
 * file system can do that.
 */
export const copyDirectory = async (from: string, to: string, signal: AbortSignal): Promise<void> => {
  const goOn = (): boolean => {
    signal.throwIfAborted();
    return true;
  };
  await cp(from, to, {
    recursive: true,
    errorOnExist: true,
    force: false,
    mode: constants.COPYFILE_FICLONE,
    filter: goOn,
  });
  for (const { path: file } of await filesIn(to)) {
    signal.throwIfAborted();
    await flush(path.join(to, file));
  }
};
