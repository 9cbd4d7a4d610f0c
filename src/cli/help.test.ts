import { expect, onTestFinished, test, vi } from 'vitest';
import { loadedBy, type Loaded } from '../testing/loaded-modules.ts';

const ask = (line: string): Promise<Loaded> => loadedBy('src/cli/main.ts', ...line.split(' '));

/** The commands that a help text lists. */
const listed = (help: string): readonly string[] => {
  const [, commands = ''] = help.split('\nCommands:\n');
  return [...(commands.split('\n\n')[0] ?? '').matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name);
};

const commands = [
  'run',
  'list',
  'explain',
  'load',
  'mutants',
  'report',
  'baseline',
  'compare',
  'setup',
  'env',
  'reference',
  'help',
];
const environments = ['up', 'down', 'reap', 'help'];

test('these tests cover every command that the help lists', async () => {
  expect(listed((await ask('--help')).output)).toEqual(commands);
  expect(listed((await ask('env --help')).output)).toEqual(environments);
});

// Why: one static import in a command's file made each of these load vitest, a container client and every suite.
test.each([
  '--help',
  '--version',
  'help',
  // The reference implementation prints its own help.
  ...commands.filter((name) => name !== 'help' && name !== 'reference').map((name) => `${name} --help`),
  ...environments.filter((name) => name !== 'help').map((name) => `env ${name} --help`),
])('%s loads only the command-line parser', async (line) => {
  const { code, output, files, packages } = await ask(line);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/Usage: kfp-conformance|^\d+\.\d+\.\d+/) });
  expect(packages).toEqual(['commander']);
  expect(files).toContain('src/cli/main.ts');
  expect(files.filter((file) => /^(suites|src\/(runner|broker|reference|mutants))\//.test(file))).toEqual([]);
});

// Why: thirty options stood in one list, and eight had `(default: [])`.
test('the options of a run are in groups, and their defaults as they are typed', async () => {
  const { output } = await ask('run --help');
  const groups = [...output.matchAll(/^(\S.*):$/gm)].map(([, title]) => title);
  expect(groups).toEqual([
    'Target',
    'Environment',
    'An installation (--environment existing)',
    'Which checks (default: all)',
    'Judging',
    'Output',
    'Options',
    'Examples',
  ]);
  expect(output).toMatch(/\(default:\s+reference\)/);
  for (const command of commands.filter((name) => name !== 'help' && name !== 'reference'))
    expect((await ask(`${command} --help`)).output).not.toMatch(/default:\s+(\[\]|false|")/);
});

test('the help names the program as it was called', async () => {
  vi.stubEnv('npm_package_name', 'kfp-conformance');
  vi.stubEnv('npm_lifecycle_event', 'start');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { output } = await ask('env --help');
  expect(output).toMatch(/^Usage: npm start -- env/);
  expect(output).toContain('npm start -- env down');
  expect(output).not.toContain('kfp-conformance');
});

// Why: an error thrown while a program was being run was reported as a failure of that program: "`go env` failed".
test('a slowness below 1 or that is not a number is a usage error of every command', async () => {
  vi.stubEnv('KFP_CONFORMANCE_SLOWNESS', 'fast');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { code, output } = await ask('setup --status');
  expect({ code, output }).toEqual({
    code: 2,
    output: expect.stringMatching(/KFP_CONFORMANCE_SLOWNESS: expected a number of at least 1, got fast/),
  });
});

test('an unknown flag is refused without loading the modules of the command', async () => {
  const { code, output, packages } = await ask('--bogus');
  expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining("unknown option '--bogus'") });
  expect(packages).toEqual(['commander']);
});

// Each loads modules of its own, but none needs a server, a container client or a test runner.
test.each([
  'list',
  'setup --status',
  'report no-such-run',
  'baseline no-such-run',
  'compare no-such-run no-such-run',
  'env down no-such-environment',
])('%s loads neither servers nor clients of clusters nor a test runner', async (line) => {
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
});

// Why: these clients are three quarters of all code, and a run on loopback uses neither.
test('a run loads cluster and container clients only for environments that use them', async () => {
  const { code, output, packages } = await ask('run --lane nowhere');
  expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining('--lane nowhere') });
  expect(packages).toContain('undici');
  expect(packages.filter((name) => ['testcontainers', '@kubernetes/client-node'].includes(name))).toEqual([]);
  const { packages: ofTheHost } = await loadedBy('src/targets/processes/target-process.ts');
  expect(ofTheHost).toEqual([]);
});
