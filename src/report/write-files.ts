import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Writes a file so that it is on the disk when this resolves. */
export const writeWhole = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(text);
    // A full disk may be reported only here.
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Where the text of a file stands until the file is replaced. */
export const temporaryName = (directory: string, name: string): string =>
  path.join(directory, `.${name}.${process.pid}.tmp`);

/** Replaces a file as a whole: whoever reads it sees the old or the new text. */
export const replaceFile = async (directory: string, name: string, text: string): Promise<void> => {
  const temporary = temporaryName(directory, name);
  try {
    await writeWhole(temporary, text);
    await rename(temporary, path.join(directory, name));
  } catch (cause) {
    // The original error is the one to report.
    await rm(temporary, { force: true }).catch(() => {});
    throw cause;
  }
};
