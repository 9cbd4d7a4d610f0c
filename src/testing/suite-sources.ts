import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { packagePath } from '../package-path.ts';

const folder = packagePath('suites');

/** The sources of all suites and expectations, without tests and mutants, by their path below `suites`. */
export const suiteSources = async (): Promise<ReadonlyMap<string, string>> => {
  const files = (await readdir(folder, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !/\.(test|mutants)\.ts$/.test(file),
  );
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(path.join(folder, file), 'utf8')] as const)),
  );
};
