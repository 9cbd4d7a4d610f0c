import { pathToFileURL } from 'node:url';
import { suiteFiles } from '../scenarios/suite-files.ts';
import type { Mutant } from './mutant.ts';

/** Every mutant in `suites/conformance/<area>/*.mutants.ts`. Throws when two share a name. */
export const loadMutants = async (): Promise<readonly Mutant[]> => {
  const mutants: Mutant[] = [];
  for (const file of await suiteFiles('mutants')) {
    const loaded = (await import(pathToFileURL(file).href)) as { default: readonly Mutant[] };
    mutants.push(...loaded.default);
  }
  const duplicate = mutants.find(({ name }, index) => mutants.findIndex((other) => other.name === name) !== index);
  if (duplicate !== undefined) throw new Error(`two mutants are named ${duplicate.name}; names must be unique`);
  return mutants;
};
