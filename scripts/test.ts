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

/** All tests of the project, with what they need made before them. The last line counts them. */
const runTests = async (chosen: string): Promise<number> => {
  const command = testCommands.find((known) => known === chosen);
  if (command === undefined) {
    process.stderr.write(`expected one of ${testCommands.join(', ')}, and got ${chosen}\n`);
    return exitCode.usage;
  }
  using interrupted = interruption();
  using progress = terminalProgress(process.stdout);
  for (const folder of await removeAbandonedTestFolders())
    progress.line(`removed what a killed test run left: ${folder}`);
  // Measured before anything of this command keeps the machine busy.
  progress.line(`machine speed factor: ${slowness()} (time-outs are multiplied by it)`);
  // Ended below, where a failure of that can be counted; here, should something before it throw.
  await using held = new AsyncDisposableStack();
  const { path: directory } = held.use(await testFolder());
  const context = { directory, held, signal: interrupted.signal };
  const { passed, failed, skipped } = await runSteps(
    checks.filter(({ of }) => of.includes(command)),
    context,
    progress,
  );
  const left = await held.disposeAsync().then(
    () => 0,
    (cause: unknown) => {
      progress.line(`FAILED: ending what was set up: ${failureText(cause)}`);
      return 1;
    },
  );
  for (const line of skipped) progress.line(`NOT RUN: ${line}`);
  const others = checks.filter(({ of }) => !of.includes(command)).map(({ name }) => name);
  if (command === 'test') progress.line(`left to \`npm run test:long\`: ${others.join(', ')}`);
  if (interrupted.signal.aborted) progress.line('interrupted: not everything was run');
  progress.line(`${passed} passed, ${failed + left} failed`);
  if (interrupted.signal.aborted) return exitCode.interrupted;
  return failed + left === 0 ? exitCode.ok : exitCode.failed;
};

endWithParent();
try {
  process.exitCode = await runTests(process.argv[2] ?? 'test');
} catch (cause) {
  process.exitCode = reportFailure(cause, (line) => process.stderr.write(`${line}\n`));
}
