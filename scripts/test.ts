import { interruption } from '../src/cli/interruption.ts';
import { reportFailure } from '../src/cli/report-failure.ts';
import { UsageError } from '../src/failures/usage-error.ts';
import { exitCode } from '../src/failures/exit-code.ts';
import { terminalProgress } from '../src/cli/terminal-progress.ts';
import { removeAbandonedTestFolders, testFolder } from '../src/testing/test-folder.ts';
import { slowness } from '../src/waiting/slowness.ts';
import { pinDeclared } from './pinned-counts/pin-counts.ts';
import { countedEnvironments } from './pinned-counts/pinned-counts.ts';
import { checks } from './test-command/checks.ts';
import { countsLine } from './test-command/counts-line.ts';
import { endWithParent } from './test-command/end-with-parent.ts';
import { failureText } from './test-command/failure-text.ts';
import { mustRunBecause } from './test-command/must-run.ts';
import { runSteps } from './test-command/run-steps.ts';
import { testCommands, type Check, type TestCommand } from './test-command/step.ts';

const pinWord = 'pin-counts';
const pinnable = ['declared', ...countedEnvironments] as const;

/** The parts of the pinned counts that the arguments ask to pin: all for the word alone, none without it. */
const partsToPin = ([word, ...parts]: readonly string[]): readonly string[] | undefined => {
  if (word === undefined) return undefined;
  const unknown = [
    ...(word === pinWord ? [] : [word]),
    ...parts.filter((part) => !(pinnable as readonly string[]).includes(part)),
  ];
  if (unknown.length > 0)
    throw new UsageError(`unknown ${unknown.join(' ')}: expected ${pinWord} [${pinnable.join('|')}]`);
  return parts.length > 0 ? parts : pinnable;
};

/** The checks of a command; where counts are pinned, only those that count. */
const chosenChecks = (command: TestCommand, pinned: readonly string[] | undefined): readonly Check[] =>
  checks.filter(
    ({ commands, counted }) =>
      commands.includes(command) && (pinned === undefined || (counted !== undefined && pinned.includes(counted))),
  );

/**
 * Runs the set-ups and tests of a command. The last line of the output counts the tests. With the argument `pin-counts` it
 * writes what it counts to reports/pinned-counts.json instead of comparing it.
 */
const runTests = async (chosen: string, args: readonly string[]): Promise<number> => {
  const command = testCommands.find((known) => known === chosen);
  if (command === undefined) {
    process.stderr.write(`expected one of ${testCommands.join(', ')}, got ${chosen}\n`);
    return exitCode.usage;
  }
  const pinned = partsToPin(args);
  const steps = chosenChecks(command, pinned);
  if (pinned?.includes('declared') === true) {
    await pinDeclared();
    if (steps.length === 0) return exitCode.ok;
  }
  using interrupted = interruption();
  using progress = terminalProgress(process.stdout);
  for (const folder of await removeAbandonedTestFolders())
    progress.line(`removed the folder of a killed test run: ${folder}`);
  // Measured before this command itself keeps the machine busy.
  progress.line(`machine speed factor: ${slowness()} (time-outs are multiplied by it)`);
  // Disposed of explicitly below, so that a failure can be counted; `using` covers errors before that.
  await using held = new AsyncDisposableStack();
  const { path: directory } = held.use(await testFolder());
  const context = { directory, held, signal: interrupted.signal, pinning: pinned !== undefined };
  const { passed, failed, skipped, notRun } = await runSteps(steps, context, progress, mustRunBecause(process.env));
  const leaked = await held.disposeAsync().then(
    () => 0,
    (cause: unknown) => {
      progress.line(`FAILED: clean-up of the set-ups: ${failureText(cause)}`);
      return 1;
    },
  );
  for (const line of notRun) progress.line(`NOT RUN: ${line}`);
  const others = checks.filter((check) => !check.commands.includes(command)).map(({ name }) => name);
  if (command === 'test') progress.line(`only in \`npm run test:long\`: ${others.join(', ')}`);
  if (interrupted.signal.aborted) progress.line('interrupted: not everything was run');
  progress.line(countsLine({ passed, failed: failed + leaked, skipped }, notRun.length));
  if (interrupted.signal.aborted) return exitCode.interrupted;
  return failed + leaked === 0 ? exitCode.ok : exitCode.failed;
};

endWithParent();
try {
  process.exitCode = await runTests(process.argv[2] ?? 'test', process.argv.slice(3));
} catch (cause) {
  process.exitCode = reportFailure(cause, (line) => process.stderr.write(`${line}\n`));
}
