import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** Reads a log that grows, and that its writer now and then renames to begin another. */
export interface LineFollower extends AsyncDisposable {
  /** Gives every whole line that has come since the last call; calls `lost` where the writer was two files ahead. */
  readNew(line: (text: string) => void, lost: () => void): Promise<void>;
}

const chunkSize = 1024 * 1024;

/** `NAME-TIME.EXT` is what a rotated `NAME.EXT` is called; times sort. */
const newestRotated = async (file: string): Promise<string | undefined> => {
  const { dir, name, ext } = path.parse(file);
  const rotated = (await readdir(dir)).filter((other) => other.startsWith(`${name}-`) && other.endsWith(ext));
  const newest = rotated.toSorted().at(-1);
  return newest === undefined ? undefined : path.join(dir, newest);
};

/** The file's number; undefined where there is none. */
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
  // Bytes, not text: a chunk may end inside a character.
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
        // Nobody writes to a renamed file; what came between the last look and its renaming is still to be read.
        await readToEnd(handle, line);
        if ((await inodeOf(await newestRotated(file))) !== ino) lost();
        await close();
      }
    },
    [Symbol.asyncDispose]: close,
  };
};
