import path from 'node:path';
import { packageRoot } from '../../src/package-path.ts';
import { countCases } from './count-cases.ts';
import { runCommand } from './run-command.ts';
import { components, kindCommand, nodeImage, offlineNodeImage, serverImages } from './set-ups.ts';
import type { Check, SetUp, TestCommand } from './step.ts';

const bin = (name: string): string => path.join(packageRoot, 'node_modules/.bin', name);

/** A program that counts as one case, which passes if its exit code is 0. */
const program = (name: string, ...[file, ...args]: readonly [string, ...string[]]): Check => ({
  kind: 'check',
  name,
  commands: ['test'],
  run: async ({ signal }) => {
    const code = await runCommand([bin(file), ...args], 'kill');
    if (signal.aborted) return { passed: 0, failed: 0 };
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  },
});

/** The tag filter that selects the tests of a command. */
const tagsOf = { test: '!long', 'test:long': 'long' } as const satisfies Record<TestCommand, string>;

/** Runs projects of vitest.config.ts. */
const vitest = (
  name: string,
  projects: readonly string[],
  needs: readonly SetUp[],
  { command = 'test', reporter = 'dot' }: { readonly command?: TestCommand; readonly reporter?: string } = {},
): Check => ({
  kind: 'check',
  name,
  commands: [command],
  needs,
  run: async ({ directory }) => {
    const report = path.join(directory, `${projects.join('-')}.json`);
    const chosen = projects.flatMap((project) => ['--project', project]);
    const reporters = ['--reporter', reporter, '--reporter', 'json', '--outputFile', report];
    const code = await runCommand(
      [bin('vitest'), 'run', ...chosen, '--tags-filter', tagsOf[command], ...reporters],
      'forward',
    );
    return countCases(report, code);
  },
});

/** All checks, in the order in which they run. */
export const checks: readonly Check[] = [
  program('types', 'tsc', '--noEmit'),
  program('lint', 'oxlint', '--type-aware', '--deny-warnings'),
  program('format', 'prettier', '--check', '.', '--log-level', 'warn'),
  program('unused code', 'knip'),
  vitest('unit tests', ['unit'], [components], { reporter: 'default' }),
  vitest('fault drill', ['fault-drill'], [components]),
  vitest('conformance and mutants', ['conformance', 'mutants'], [components]),
  vitest('targets in images', ['image'], [serverImages]),
  vitest('clusters', ['cluster'], [offlineNodeImage, serverImages]),
  vitest('conformance and mutants in a cluster', ['kind', 'kind-mutants'], [nodeImage, serverImages]),
  vitest('clusters (long)', ['cluster'], [offlineNodeImage, serverImages, kindCommand], { command: 'test:long' }),
  vitest('conformance in a cluster (long)', ['kind'], [nodeImage, serverImages], { command: 'test:long' }),
];
