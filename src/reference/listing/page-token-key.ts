import { readFile } from 'node:fs/promises';

const MIN_BYTES = 16;

/** The key in a file, the same for all servers that are to understand each other's page tokens. */
export async function pageTokenKeyFrom(path: string): Promise<Buffer> {
  const key = await readFile(path).catch((cause: unknown) => {
    throw new Error(`The page token key ${path} cannot be read.`, { cause });
  });
  if (key.length >= MIN_BYTES) return key;
  throw new Error(`The page token key ${path} has ${key.length} bytes; expected at least ${MIN_BYTES} random ones.`);
}
