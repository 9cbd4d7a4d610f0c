import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { ComponentName } from '../recipe.ts';

/**
 * Takes programs out of a gzipped tar whose hash was right, each into a folder of its own name: `directory/NAME/NAME`.
 * Reads no further than the last of them.
 */
export const extractPrograms = async (
  archive: string,
  folder: string,
  names: readonly ComponentName[],
  directory: string,
  signal: AbortSignal,
): Promise<void> => {
  const left = new Map(names.map((name) => [`${folder}/${name}`, name]));
  const tar = extract();
  const reading = pipeline(createReadStream(archive), createGunzip(), tar, { signal });
  // What goes wrong while reading ends the loop too.
  reading.catch(() => {});
  for await (const entry of tar) {
    const name = left.get(entry.header.name);
    if (name === undefined || entry.header.type !== 'file') {
      entry.resume();
      continue;
    }
    await mkdir(path.join(directory, name), { recursive: true });
    await pipeline(entry, createWriteStream(path.join(directory, name, name), { mode: 0o755 }), { signal });
    left.delete(entry.header.name);
    if (left.size === 0) break;
  }
  signal.throwIfAborted();
  if (left.size > 0) throw new Error(`it holds no ${[...left.keys()].join(', no ')}`);
};
