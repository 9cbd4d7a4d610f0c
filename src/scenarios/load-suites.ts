import { pathToFileURL } from 'node:url';
import type { Suite } from './scenario.ts';
import { sourceOf, suiteFiles } from './suite-files.ts';

/** A suite and its source file. */
export interface LoadedSuite extends Suite {
  /** The source file, relative to the root of the package: `suites/conformance/list/pages.suite.ts`. */
  readonly file: string;
}

/** Loads every conformance suite as data, without running anything. Throws when two scenarios share a name. */
export const loadSuites = async (): Promise<readonly LoadedSuite[]> => {
  const suites: LoadedSuite[] = [];
  for (const file of await suiteFiles('suite')) {
    const loaded = (await import(pathToFileURL(file).href)) as { default: Suite };
    suites.push({ ...loaded.default, file: sourceOf(file) });
  }
  const names = suites.flatMap(({ scenarios }) => scenarios.map(({ name }) => name));
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate !== undefined) throw new Error(`two scenarios are named ${duplicate}; names must be unique`);
  return suites;
};
