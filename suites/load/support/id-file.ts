import { open as openFile, SeekMode, type File } from 'k6/experimental/fs';

/** An id is a UUID in text. */
const recordBytes = 36;

/** Record i of the file is the id of object i. */
export type IdFile = (index: number) => Promise<string>;

/**
 * A file of ids at a fixed width, of which k6 keeps one copy for all virtual users. A handle has one position, and each
 * virtual user opens its own, in which no two reads overlap.
 */
export const idFile = async (variable: string, path: string): Promise<IdFile> => {
  if (path === '') throw new Error(`expected ${variable} to name a file of ids of ${recordBytes} bytes each`);
  const file: File = await openFile(path);
  const record = new Uint8Array(recordBytes);
  return async (index) => {
    await file.seek(index * recordBytes, SeekMode.Start);
    const read = await file.read(record);
    if (read !== recordBytes) throw new Error(`${path} has no id of object ${index}`);
    return String.fromCharCode(...record);
  };
};
