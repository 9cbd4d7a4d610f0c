import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StorageMode } from '../../src/contract/lane-name.ts';
import { packagePath } from '../../src/package-path.ts';
import type { RestFault } from './faults.ts';

/** An API server behind a wire, which is faulty where pipelines are stored in `storage`. */
export interface WiredServer {
  /** The program that runs the server, and its first arguments. */
  readonly server: readonly [string, ...string[]];
  readonly fault: RestFault;
  readonly storage: StorageMode;
}

/** Writes the program of a wired server to a folder and returns its path, for `--target binary:PATH`. */
export const writeWiredServer = async (directory: string, wired: WiredServer): Promise<string> => {
  const file = path.join(directory, 'wired-server.mjs');
  await writeFile(
    file,
    `#!${process.execPath}
import { serveBehindWire } from ${JSON.stringify(pathToFileURL(packagePath('scripts/fault-drill/serve-behind-wire.ts')).href)};
await serveBehindWire(${JSON.stringify(wired)}, process.argv.slice(2));
`,
  );
  await chmod(file, 0o700);
  return file;
};
