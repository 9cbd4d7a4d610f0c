import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { packagePath } from '../package-path.ts';

/** What a file in a folder of `suites/conformance` is, by the end of its name. */
export type SuiteFileKind = 'suite' | 'mutants';

const built = !import.meta.filename.endsWith('.ts');
/** Where the code that runs lies: the sources, or what was built from them. */
const codeRoot = built ? packagePath('dist') : packagePath();

/** The files of one kind in the area folders, as absolute paths in the order of their names: `…/list/pages.suite.ts`. */
export const suiteFiles = async (kind: SuiteFileKind): Promise<readonly string[]> => {
  const directory = path.join(codeRoot, 'suites/conformance');
  const files = await readdir(directory, { recursive: true });
  return files
    .filter((file) => file.endsWith(`.${kind}.${built ? 'js' : 'ts'}`))
    .toSorted()
    .map((file) => path.join(directory, file));
};

/** The source of such a file, from the root of the package; an installed package holds it beside what was built. */
export const sourceOf = (file: string): string => path.relative(codeRoot, file).replace(/\.js$/, '.ts');
