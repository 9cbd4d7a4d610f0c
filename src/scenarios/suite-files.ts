import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { packagePath } from '../package-path.ts';

/** The kind of a file in `suites/conformance`, determined by the end of its name. */
export type SuiteFileKind = 'suite' | 'mutants';

const built = !import.meta.filename.endsWith('.ts');
/** The root of the executed code: the sources, or the build output. */
const codeRoot = built ? packagePath('dist') : packagePath();

/**
 * The files of one kind in the area folders, as absolute paths in the order of their names: `…/list/pages.suite.ts`.
 */
export const suiteFiles = async (kind: SuiteFileKind): Promise<readonly string[]> => {
  const directory = path.join(codeRoot, 'suites/conformance');
  const files = await readdir(directory, { recursive: true });
  return files
    .filter((file) => file.endsWith(`.${kind}.${built ? 'js' : 'ts'}`))
    .toSorted()
    .map((file) => path.join(directory, file));
};

/**
 * The source of such a file, relative to the root of the package, which contains the sources as well as the build
 * output.
 */
export const sourceOf = (file: string): string => path.relative(codeRoot, file).replace(/\.js$/, '.ts');
