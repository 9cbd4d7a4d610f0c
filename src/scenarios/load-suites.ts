import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { packagePath } from '../package-path.ts';
import type { Suite } from './scenario.ts';

/** Loads every conformance suite as data, without running anything. Throws when two scenarios share a name. */
export const loadSuites = async (): Promise<readonly Suite[]> => {
  const built = !import.meta.filename.endsWith('.ts');
  const directory = built ? packagePath('dist/suites/conformance') : packagePath('suites/conformance');
  const files = (await readdir(directory))
    .filter((file) => file.endsWith(built ? '.suite.js' : '.suite.ts'))
    .toSorted();
  const suites: Suite[] = [];
  for (const file of files) {
    const loaded = (await import(pathToFileURL(path.join(directory, file)).href)) as { default: Suite };
    suites.push(loaded.default);
  }
  const names = suites.flatMap(({ scenarios }) => scenarios.map(({ name }) => name));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two scenarios are called ${twice}`);
  return suites;
};
