import { Command } from 'commander';
import { baselineCommand } from './baseline.ts';
import { calledAs } from '../text/called-as.ts';
import { compareCommand } from './compare.ts';
import { ignoreClosedPipe } from './ignore-closed-pipe.ts';
import { envCommand } from './env.ts';
import { explainCommand } from './explain.ts';
import { exitCode } from '../failures/exit-code.ts';
import { listCommand } from './list.ts';
import { loadCommand } from './load.ts';
import { mutantsCommand } from './mutants.ts';
import { packageVersion } from './package-version.ts';
import { referenceCommand } from './reference.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';
import { setupCommand } from './setup.ts';
import { readableHelp } from './readable-help.ts';
import { reportFailure } from './report-failure.ts';
import { UsageError } from '../failures/usage-error.ts';
import { givenSlowness } from '../waiting/slowness.ts';

const end = (code: number): void => {
  process.exitCode = code;
};

const meanings: Readonly<Record<keyof typeof exitCode, string>> = {
  ok: 'the gate passed, or the command succeeded',
  failed:
    'a check failed, nothing was judged, a profile of --require-conformance is not conformant, or compared runs differ in failures',
  usage: 'wrong usage',
  environment:
    'a component, the database, the target or the clean-up failed, checks ended in error only, or the report could not be written',
  interrupted: 'interrupted; the report has the results so far and is marked as partial',
};
const exitCodes = Object.entries(meanings)
  .map(([name, meaning]) => `  ${String(exitCode[name as keyof typeof exitCode]).padEnd(3)}  ${meaning}`)
  .join('\n');

const program = new Command(calledAs())
  .description('Proves that Kubeflow Pipelines behaves the same on a SQL database and on the Kubernetes API.')
  .version(packageVersion())
  .addCommand(runCommand(end), { isDefault: true })
  .addCommand(listCommand())
  .addCommand(explainCommand())
  .addCommand(loadCommand(end))
  .addCommand(mutantsCommand(end))
  .addCommand(reportCommand(end))
  .addCommand(baselineCommand())
  .addCommand(compareCommand(end))
  .addCommand(setupCommand())
  .addCommand(envCommand())
  .addCommand(referenceCommand())
  .addHelpText(
    'after',
    `
Exit codes:
${exitCodes}`,
  );

/** No command inherits these settings: commander exits the process unless each is configured to throw. */
const configured = (command: Command): void => {
  command.exitOverride().showHelpAfterError('(run with --help for usage)').configureHelp(readableHelp);
  command.commands.forEach(configured);
};
configured(program);

let outputLost = false;
ignoreClosedPipe([process.stdout, process.stderr], (cause) => {
  outputLost = true;
  process.stderr.write(`error: the output could not be written: ${cause.message}\n`);
});

/** The first argument must be an option or a command; otherwise the default command would take it as its own argument. */
const checkCommand = (first: string | undefined): void => {
  const names = program.commands.map((command) => command.name());
  if (first === undefined || first.startsWith('-') || [...names, 'help'].includes(first)) return;
  throw new UsageError(`unknown command ${first}: expected one of ${names.join(', ')} (see --help)`);
};

try {
  checkCommand(process.argv[2]);
  // Checked first, since code that runs a program would report this error as a failure of the program.
  givenSlowness();
  await program.parseAsync();
} catch (failure) {
  end(reportFailure(failure, (line) => process.stderr.write(`${line}\n`)));
}
process.once('exit', () => {
  if (outputLost && (process.exitCode ?? exitCode.ok) === exitCode.ok) end(exitCode.environment);
});
