import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant } from './mutant.ts';

/** Every mutant of the catalogue folder, a file an area. Throws when two share a name. */
export const loadMutants = async (): Promise<readonly Mutant[]> => {
  const directory = path.join(import.meta.dirname, 'catalogue');
  const extension = path.extname(import.meta.filename);
  const files = (await readdir(directory)).filter((file) => file.endsWith(extension)).toSorted();
  const mutants: Mutant[] = [];
  for (const file of files) {
    const loaded = (await import(pathToFileURL(path.join(directory, file)).href)) as { default: readonly Mutant[] };
    mutants.push(...loaded.default);
  }
  const twice = mutants.find(({ name }, index) => mutants.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new Error(`two mutants are called ${twice.name}`);
  return mutants;
};
