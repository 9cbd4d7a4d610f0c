import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { packagePath } from '../package-path.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Records every module that a process loads, by import or by require. */
const recorder = `
import { registerHooks } from 'node:module';
import { writeFileSync } from 'node:fs';
const loaded = [];
registerHooks({
  load: (url, context, next) => {
    loaded.push(url);
    return next(url, context);
  },
});
process.once('exit', () => writeFileSync(process.env.LOADED_MODULES, JSON.stringify(loaded)));
`;

/** The exit code, output and loaded modules of a Node program. */
export interface Loaded {
  readonly code: number;
  /** Standard output, or standard error if the program failed. */
  readonly output: string;
  /** Files of this package, relative to its root. */
  readonly files: readonly string[];
  /** Names of the installed packages. */
  readonly packages: readonly string[];
  /** Built-in modules: `node:net`. */
  readonly builtins: readonly string[];
}

/** Runs Node with these arguments, of which the first is a file of this package or an option of Node. */
export const loadedBy = async (...args: readonly string[]): Promise<Loaded> => {
  const list = path.join(await temporaryDirectory(), 'modules.json');
  const { code, output } = await promisify(execFile)(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(recorder)}`, ...args],
    { cwd: packagePath(), env: { ...process.env, LOADED_MODULES: list } },
  ).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (failure: { readonly code: number; readonly stderr: string }) => ({ code: failure.code, output: failure.stderr }),
  );
  const loaded = JSON.parse(await readFile(list, 'utf8')) as string[];
  const installed = (url: string) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  const root = `${pathToFileURL(packagePath()).href}/`;
  return {
    code,
    output,
    files: loaded.flatMap((url) =>
      url.startsWith(root) && installed(url) === undefined ? [url.slice(root.length)] : [],
    ),
    builtins: [...new Set(loaded.filter((url) => url.startsWith('node:')))].toSorted(),
    packages: [...new Set(loaded.flatMap((url) => installed(url) ?? []))].toSorted(),
  };
};
