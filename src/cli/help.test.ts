import { expect, onTestFinished, test, vi } from 'vitest';
import { loadedBy, type Loaded } from '../testing/loaded-modules.ts';

const ask = (line: string): Promise<Loaded> => loadedBy('src/cli/main.ts', ...line.split(' '));

/** The commands that a help text lists. */
const listed = (help: string): readonly string[] => {
  const [, commands = ''] = help.split('\nCommands:\n');
  return [...(commands.split('\n\n')[0] ?? '').matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name);
};

const commands = ['run', 'list', 'mutants', 'report', 'setup', 'env', 'reference', 'help'];
const environments = ['up', 'down', 'reap', 'help'];

test('this file is about every command that the help lists', async () => {
  expect(listed((await ask('--help')).output)).toEqual(commands);
  expect(listed((await ask('env --help')).output)).toEqual(environments);
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
  const { code, output, files, packages } = await ask(line);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/Usage: kfp-conformance|^\d+\.\d+\.\d+/) });
  expect(packages).toEqual(['commander']);
  expect(files).toContain('src/cli/main.ts');
  expect(files.filter((file) => /^(suites|src\/(runner|broker|reference|mutants))\//.test(file))).toEqual([]);
});

// Why: thrown where a program is run, it was taken for a failure of that program: "`go env` failed".
test('a slowness that is no number of at least 1 is wrong usage, whatever the command', async () => {
  vi.stubEnv('KFP_CONFORMANCE_SLOWNESS', 'fast');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { code, output } = await ask('setup --status');
  expect({ code, output }).toEqual({
    code: 2,
    output: expect.stringMatching(/KFP_CONFORMANCE_SLOWNESS: expected a number of at least 1, got fast/),
  });
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
    const { files, packages } = await ask(line);
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

// They are three quarters of what there is to load, and a run on loopback asks neither.
test('a run loads clients of clusters and containers only for a place that has them', async () => {
  const { code, output, packages } = await ask('run --lane nowhere');
  expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining('--lane nowhere') });
  expect(packages).toContain('undici');
  expect(packages.filter((name) => ['testcontainers', '@kubernetes/client-node'].includes(name))).toEqual([]);
  const { packages: ofTheHost } = await loadedBy('src/targets/processes/target-process.ts');
  expect(ofTheHost).toEqual([]);
});
