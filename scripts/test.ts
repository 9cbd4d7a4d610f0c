import { interruption } from '../src/cli/interruption.ts';
import { reportFailure } from '../src/cli/report-failure.ts';
import { exitCode } from '../src/failures/exit-code.ts';
import { terminalProgress } from '../src/cli/terminal-progress.ts';
import { removeAbandonedTestFolders, testFolder } from '../src/testing/test-folder.ts';
import { slowness } from '../src/waiting/slowness.ts';
import { checks } from './test-command/checks.ts';
import { endWithParent } from './test-command/end-with-parent.ts';
import { failureText } from './test-command/failure-text.ts';
import { runSteps } from './test-command/run-steps.ts';
import { testCommands } from './test-command/step.ts';

/** Runs the set-ups and tests of a command. The last line of the output counts the tests. */
const runTests = async (chosen: string): Promise<number> => {
  const command = testCommands.find((known) => known === chosen);
  if (command === undefined) {
    process.stderr.write(`expected one of ${testCommands.join(', ')}, got ${chosen}\n`);
    return exitCode.usage;
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
  const context = { directory, held, signal: interrupted.signal };
  const { passed, failed, skipped } = await runSteps(
    checks.filter((check) => check.commands.includes(command)),
    context,
    progress,
  );
  const leaked = await held.disposeAsync().then(
    () => 0,
    (cause: unknown) => {
      progress.line(`FAILED: clean-up of the set-ups: ${failureText(cause)}`);
      return 1;
    },
  );
  for (const line of skipped) progress.line(`NOT RUN: ${line}`);
  const others = checks.filter((check) => !check.commands.includes(command)).map(({ name }) => name);
  if (command === 'test') progress.line(`only in \`npm run test:long\`: ${others.join(', ')}`);
  if (interrupted.signal.aborted) progress.line('interrupted: not everything was run');
  progress.line(`${passed} passed, ${failed + leaked} failed`);
  if (interrupted.signal.aborted) return exitCode.interrupted;
  return failed + leaked === 0 ? exitCode.ok : exitCode.failed;
};

endWithParent();
try {
  process.exitCode = await runTests(process.argv[2] ?? 'test');
} catch (cause) {
  process.exitCode = reportFailure(cause, (line) => process.stderr.write(`${line}\n`));
}
