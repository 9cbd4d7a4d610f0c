import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { ComponentName } from '../recipe.ts';

/**
 * Extracts programs from a gzipped tar with a verified hash, each into a directory of its name: `directory/NAME/NAME`.
 * Stops reading after the last program.
 */
export const extractPrograms = async (
  archive: string,
  folder: string,
  names: readonly ComponentName[],
  directory: string,
  signal: AbortSignal,
): Promise<void> => {
  const remaining = new Map(names.map((name) => [`${folder}/${name}`, name]));
  const tar = extract();
  const reading = pipeline(createReadStream(archive), createGunzip(), tar, { signal });
  // A read error also ends the loop below.
  reading.catch(() => {});
  for await (const entry of tar) {
    const name = remaining.get(entry.header.name);
    if (name === undefined || entry.header.type !== 'file') {
      entry.resume();
      continue;
    }
    await mkdir(path.join(directory, name), { recursive: true });
    await pipeline(entry, createWriteStream(path.join(directory, name, name), { mode: 0o755 }), { signal });
    remaining.delete(entry.header.name);
    if (remaining.size === 0) break;
  }
  signal.throwIfAborted();
  if (remaining.size > 0) throw new Error(`the archive does not contain ${[...remaining.keys()].join(', ')}`);
};
