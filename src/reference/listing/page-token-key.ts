import { readFile } from 'node:fs/promises';

const minKeyBytes = 16;

/** The key in a file, shared by all servers that must accept each other's page tokens. */
export const pageTokenKeyFrom = async (path: string): Promise<Buffer> => {
  const key = await readFile(path).catch((cause: unknown) => {
    throw new Error(`The page token key ${path} cannot be read.`, { cause });
  });
  if (key.length >= minKeyBytes) return key;
  throw new Error(`The page token key ${path} has ${key.length} bytes; expected at least ${minKeyBytes} random ones.`);
};
