import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** Reads a growing log that its writer rotates. */
export interface LineFollower extends AsyncDisposable {
  /**
   * Passes every complete line written since the last call to `line`. Calls `lost` if the log was rotated more than once
   * since then.
   */
  readNew(line: (text: string) => void, lost: () => void): Promise<void>;
}

const chunkSize = 1024 * 1024;

/** The newest rotated file. A rotated `NAME.EXT` is named `NAME-TIME.EXT`, and the times sort lexically. */
const newestRotated = async (file: string): Promise<string | undefined> => {
  const { dir, name, ext } = path.parse(file);
  const rotated = (await readdir(dir)).filter((other) => other.startsWith(`${name}-`) && other.endsWith(ext));
  const newest = rotated.toSorted().at(-1);
  return newest === undefined ? undefined : path.join(dir, newest);
};

/** The file's inode number; undefined if the file does not exist. */
const inodeOf = async (file: string | undefined): Promise<number | undefined> => {
  try {
    return file === undefined ? undefined : (await stat(file)).ino;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
};

export const followLines = (file: string): LineFollower => {
  const chunk = Buffer.allocUnsafe(chunkSize);
  let handle: FileHandle | undefined;
  let position = 0;
  // Kept as bytes because a chunk may end inside a character.
  let rest = Buffer.alloc(0);
  const readToEnd = async (from: FileHandle, line: (text: string) => void): Promise<void> => {
    for (;;) {
      const { bytesRead } = await from.read(chunk, 0, chunkSize, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      const text = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      const end = text.lastIndexOf(0x0a) + 1;
      rest = Buffer.from(text.subarray(end));
      for (const each of text.toString('utf8', 0, end).split('\n')) if (each !== '') line(each);
    }
  };
  const close = async () => {
    await handle?.close();
    handle = undefined;
    position = 0;
    rest = Buffer.alloc(0);
  };
  return {
    readNew: async (line, lost) => {
      for (;;) {
        if (handle === undefined) {
          if ((await inodeOf(file)) === undefined) return;
          handle = await open(file);
        }
        await readToEnd(handle, line);
        const { ino } = await handle.stat();
        const current = await inodeOf(file);
        if (current === ino || current === undefined) return;
        // The writer no longer appends to a renamed file, but may have appended between the last read and the rename.
        await readToEnd(handle, line);
        if ((await inodeOf(await newestRotated(file))) !== ino) lost();
        await close();
      }
    },
    [Symbol.asyncDispose]: close,
  };
};
