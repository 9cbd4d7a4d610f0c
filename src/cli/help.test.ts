import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { packagePath } from './package-path.ts';

/** Writes down every module that a process loads, by import or by require. */
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

interface Answer {
  readonly code: number;
  readonly output: string;
  readonly files: readonly string[];
  /** Installed packages that were loaded. */
  readonly packages: readonly string[];
}

/** Runs the command line and tells what it said, and what it loaded for that. */
const ask = async (...args: readonly string[]): Promise<Answer> => {
  const list = path.join(await temporaryDirectory(), 'modules.json');
  const { code, output } = await promisify(execFile)(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(recorder)}`, packagePath('src/cli/main.ts'), ...args],
    { env: { ...process.env, LOADED_MODULES: list } },
  ).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (failure: { readonly code: number; readonly stderr: string }) => ({ code: failure.code, output: failure.stderr }),
  );
  const loaded = JSON.parse(await readFile(list, 'utf8')) as string[];
  const root = pathToFileURL(packagePath()).href;
  return {
    code,
    output,
    files: loaded.filter((url) => url.startsWith(root)).map((url) => url.slice(root.length + 1)),
    packages: [
      ...new Set(loaded.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [])),
    ].toSorted(),
  };
};

/** The commands that a help text lists. */
const listed = (help: string): readonly string[] => {
  const [, commands = ''] = help.split('\nCommands:\n');
  return [...(commands.split('\n\n')[0] ?? '').matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name);
};

const commands = ['run', 'list', 'mutants', 'report', 'setup', 'env', 'reference', 'help'];
const environments = ['up', 'down', 'reap', 'help'];

test('this file is about every command that the help lists', async () => {
  expect(listed((await ask('--help')).output)).toEqual(commands);
  expect(listed((await ask('env', '--help')).output)).toEqual(environments);
});

// An import at the top of a command's file once made each of these load vitest, a container client and every suite.
test.each([
  '--help',
  '--version',
  'help',
  // The help of the reference is its own.
  ...commands.filter((name) => name !== 'help' && name !== 'reference').map((name) => `${name} --help`),
  ...environments.filter((name) => name !== 'help').map((name) => `env ${name} --help`),
])('%s needs nothing but what reads the command line', async (line) => {
  const { code, output, files, packages } = await ask(...line.split(' '));
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/Usage: kfp-conformance|^\d+\.\d+\.\d+/) });
  expect(packages).toEqual(['commander']);
  expect(files).toContain('src/cli/main.ts');
  expect(files.filter((file) => /^(suites|src\/(runner|broker|reference|mutants))\//.test(file))).toEqual([]);
});

test('a wrong flag is refused without loading what the command would need', async () => {
  const { code, output, packages } = await ask('--bogus');
  expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining("unknown option '--bogus'") });
  expect(packages).toEqual(['commander']);
});

// Each needs something of its own, and none of them a server, a container or a test runner.
test.each(['list', 'setup --status', 'report no-such-run', 'env down no-such-environment'])(
  '%s loads neither servers nor clients of clusters nor a test runner',
  async (line) => {
    const { files, packages } = await ask(...line.split(' '));
    expect(files).toContain('src/cli/main.ts');
    const heavy = [
      'vitest',
      'testcontainers',
      '@kubernetes/client-node',
      'fastify',
      'kysely',
      'mysql2',
      '@faker-js/faker',
    ];
    expect(packages.filter((name) => heavy.includes(name))).toEqual([]);
  },
);
