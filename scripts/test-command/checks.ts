import { availableParallelism } from 'node:os';
import path from 'node:path';
import { packageRoot } from '../../src/package-path.ts';
import { measuredCounts } from '../pinned-counts/measured-counts.ts';
import { pinnedDifferences, pinRun } from '../pinned-counts/pin-counts.ts';
import type { CountedEnvironment } from '../pinned-counts/pinned-counts.ts';
import { countCases, readVitestReport } from './count-cases.ts';
import { runCommand } from './run-command.ts';
import { chromium, components, kindCommand, nodeImage, offlineNodeImage, serverImages } from './set-ups.ts';
import type { CaseCounts, Check, SetUp, StepContext, TestCommand } from './step.ts';
import type { VitestReport } from './vitest-report.ts';

const mainFile = path.join(packageRoot, 'src/cli/main.ts');
const bin = (name: string): string => path.join(packageRoot, 'node_modules/.bin', name);

/** A command that counts as one case, which passes if its exit code is 0. */
const commandCheck = (
  name: string,
  command: (context: StepContext) => readonly [string, ...string[]],
  {
    commands,
    needs = [],
    onAbort,
  }: Pick<Check, 'commands'> & { needs?: readonly SetUp[]; onAbort: 'kill' | 'forward' },
): Check => ({
  kind: 'check',
  name,
  commands,
  needs,
  run: async (context) => {
    const code = await runCommand(command(context), onAbort);
    if (context.signal.aborted) return { passed: 0, failed: 0 };
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  },
});

/** A program of a package on which this one depends. */
const program = (name: string, ...[file, ...args]: readonly [string, ...string[]]): Check =>
  commandCheck(name, () => [bin(file), ...args], { commands: ['test'], onAbort: 'kill' });

/** The tag filter that selects the tests of a command. */
const tagsOf = { test: '!long', 'test:long': 'long' } as const satisfies Record<TestCommand, string>;

/** The cases of a run whose counts of checks are pinned: a difference is one more failure. */
const withPinned = async (
  cases: CaseCounts,
  report: VitestReport,
  environment: CountedEnvironment,
  { pinning = false, signal }: StepContext,
): Promise<CaseCounts> => {
  if (signal.aborted) return cases;
  const found = measuredCounts(report);
  if (!pinning) {
    const remarks = await pinnedDifferences(environment, found);
    return remarks.length === 0 ? cases : { ...cases, failed: cases.failed + 1, remarks };
  }
  if (cases.failed > 0) return { ...cases, remarks: ['the counts of a run with failures are not pinned'] };
  await pinRun(environment, found);
  return cases;
};

interface VitestOptions {
  readonly command?: TestCommand;
  readonly reporter?: string;
  /** The environment whose counts of checks are pinned. */
  readonly counted?: CountedEnvironment;
  /** Files that run side by side; default: those of vitest, one fewer than there are cores. */
  readonly workers?: number;
}

/** Runs projects of vitest.config.ts. */
const vitest = (
  name: string,
  projects: readonly string[],
  needs: readonly SetUp[],
  { command = 'test', reporter = 'dot', counted, workers }: VitestOptions = {},
): Check => ({
  kind: 'check',
  name,
  commands: [command],
  needs,
  ...(counted !== undefined && { counted }),
  run: async (context) => {
    const file = path.join(context.directory, `${projects.join('-')}.json`);
    const chosen = projects.flatMap((project) => ['--project', project]);
    const reporters = ['--reporter', reporter, '--reporter', 'json', '--outputFile', file];
    const parallel = workers === undefined ? [] : ['--max-workers', String(workers)];
    const code = await runCommand(
      [bin('vitest'), 'run', ...chosen, ...parallel, '--tags-filter', tagsOf[command], ...reporters],
      'forward',
    );
    const report = await readVitestReport(file, code);
    const cases = countCases(report, code, command);
    return counted === undefined ? cases : withPinned(cases, report, counted, context);
  },
});

/** All checks, in the order in which they run. */
export const checks: readonly Check[] = [
  program('types', 'tsc', '--noEmit'),
  program('types of the k6 scripts', 'tsc', '--project', 'suites/load'),
  program('lint', 'oxlint', '--type-aware', '--deny-warnings'),
  program('format', 'prettier', '--check', '.', '--log-level', 'warn'),
  program('unused code', 'knip'),
  // Many of them wait for processes more than they compute.
  vitest('unit tests', ['unit'], [components], { reporter: 'default', workers: Math.max(3, availableParallelism()) }),
  vitest('report in a browser', ['browser'], [chromium], { reporter: 'default' }),
  vitest('fault drill', ['fault-drill'], [components], { reporter: 'verbose' }),
  vitest('load', ['load'], [components], { reporter: 'verbose' }),
  vitest('conformance and mutants', ['conformance', 'mutants'], [components], { counted: 'local' }),
  vitest('targets in images', ['image'], [serverImages]),
  vitest('clusters', ['cluster'], [offlineNodeImage, serverImages]),
  vitest('conformance and mutants in a cluster', ['kind', 'kind-mutants'], [nodeImage, serverImages], {
    counted: 'kind',
  }),
  // `npm test` makes a few rounds of each race only.
  commandCheck(
    'the reference, in all rounds',
    ({ directory }) => [process.execPath, mainFile, 'run', '--output', directory],
    {
      commands: ['test:long'],
      needs: [components],
      onAbort: 'forward',
    },
  ),
  // `npm test` runs mutants only where they declare kills.
  commandCheck('every mutant against every scenario', () => [process.execPath, mainFile, 'mutants', '--full'], {
    commands: ['test:long'],
    needs: [components],
    onAbort: 'forward',
  }),
  vitest('clusters (long)', ['cluster'], [offlineNodeImage, serverImages, kindCommand], { command: 'test:long' }),
  vitest('conformance in a cluster (long)', ['kind'], [nodeImage, serverImages], { command: 'test:long' }),
];
