import { pathToFileURL } from 'node:url';
import type { Suite } from './scenario.ts';
import { suiteFiles } from './suite-files.ts';

/** Loads every conformance suite as data, without running anything. Throws when two scenarios share a name. */
export const loadSuites = async (): Promise<readonly Suite[]> => {
  const suites: Suite[] = [];
  for (const file of await suiteFiles('suite')) {
    const loaded = (await import(pathToFileURL(file).href)) as { default: Suite };
    suites.push(loaded.default);
  }
  const names = suites.flatMap(({ scenarios }) => scenarios.map(({ name }) => name));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two scenarios are called ${twice}`);
  return suites;
};
