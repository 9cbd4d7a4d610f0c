import path from 'node:path';
import { EnvironmentError } from '../failures/environment-error.ts';
import { exitCode, type ExitCode } from '../failures/exit-code.ts';
import type { Report } from '../judgement/schema.ts';
import { makeRunDirectory, stampOf, type RunDirectory } from '../report/run-directory.ts';
import { printReport } from '../report/terminal.ts';
import { openRun, type Run } from '../runner/open-run.ts';
import { settingsFor } from '../runner/run-settings.ts';
import { runSuites } from '../runner/run-suites.ts';
import { runEnvironmentOf } from './environment-option.ts';
import { interruption, type Interruption } from './interruption.ts';
import { keepReport, type KeptReport } from './keep-report.ts';
import { progressPrinter, type RunProgress } from './progress.ts';
import { reportOf } from './report-of-run.ts';
import type { RunOptions } from './run-options.ts';
import { planRun, type RunPlan } from './run-plan.ts';
import { targetIdentity } from './target-identity.ts';
import { timedSteps } from './timed-steps.ts';

/** The data that every step of a run uses. */
interface RunContext {
  readonly options: RunOptions;
  readonly plan: RunPlan;
  readonly started: Date;
  readonly directory: Pick<RunDirectory, 'id' | 'path'>;
  readonly progress: RunProgress;
  readonly interrupted: Interruption;
}

/** The result of a run. */
interface Outcome {
  readonly report: Report;
  readonly kept: KeptReport;
  /** The failure of the environment, if it failed. */
  readonly environmentFailure: EnvironmentError | undefined;
}

/** The release and commit for the report: `--kfp-version` takes precedence over the release that the target reports. */
const identify = async (run: Run, { options: { kfpVersion }, progress }: RunContext) => {
  const reported = await targetIdentity(run);
  const identity = { release: kfpVersion ?? reported.release, commit: reported.commit };
  progress.line(`target ${run.target.kind}, release ${identity.release}, commit ${identity.commit}`);
  if (reported.release === 'unknown' && kfpVersion === undefined)
    progress.line('warning: the target does not report its release; set it with --kfp-version');
  return identity;
};

/** Writes the report, and the logs of the servers if the gate failed. */
const write = async (
  report: Report,
  { environment }: Run,
  { directory, progress }: RunContext,
): Promise<KeptReport> => {
  if (!report.verdicts.gate.passed)
    await environment.copyLogs(path.join(directory.path, 'logs')).catch((cause: unknown) => {
      progress.line(`warning: the logs of the servers could not be copied: ${String(cause)}`);
    });
  return keepReport(report, directory.path);
};

/** Starts the servers, runs the scenarios, writes the report, and ends the servers. */
const executeRun = async (context: RunContext): Promise<Outcome> => {
  const { options, plan, directory, progress, interrupted } = context;
  const { id } = directory;
  const environment = runEnvironmentOf(options, { id, prefixes: plan.prefixes });
  const { steps, time } = timedSteps();
  const { line } = progress;
  await using run = await time('start', () =>
    openRun({ environment, modes: plan.modes, progress: line, signal: interrupted.signal }),
  );
  const identity = await identify(run, context);
  const settings = settingsFor(run, {
    seed: plan.seed,
    selection: plan.selection,
    baseline: plan.baseline?.entries ?? [],
    ...(options.thorough && { thorough: true }),
    exchangesDirectory: path.join(directory.path, 'exchanges'),
  });
  const collected = await time('scenarios', () => runSuites(settings, progress.scenario, run.ended));
  const { broken } = run.environment;
  const environmentFailure = broken.aborted ? (broken.reason as EnvironmentError) : undefined;
  const report = await reportOf({ ...context, id, run, identity, steps, collected, environmentFailure });
  interrupted.finish();
  return { report, kept: await write(report, run, context), environmentFailure };
};

/** Throws if the report could not be written to its directory, or the environment failed. */
const exitCodeOf = (
  { report, kept, environmentFailure }: Outcome,
  { requireConformance }: RunOptions,
  interrupted: AbortSignal,
): ExitCode => {
  if (kept.failure !== undefined) {
    const instead = kept.directory === undefined ? '' : ` The report is in ${kept.directory} instead.`;
    throw new EnvironmentError(`${kept.failure.message}${instead}`, { cause: kept.failure });
  }
  if (interrupted.aborted) return exitCode.interrupted;
  if (environmentFailure !== undefined) throw environmentFailure;
  const { gate, conformance } = report.verdicts;
  const met = requireConformance.every((name) => {
    const own = conformance.filter(({ profile }) => profile === name);
    return own.length > 0 && own.every(({ verdict }) => verdict === 'conformant');
  });
  return gate.passed && met ? exitCode.ok : exitCode.failed;
};

/** Runs the suites and writes the report; resolves with the exit code. */
export const runConformance = async (options: RunOptions): Promise<ExitCode> => {
  const plan = await planRun(options);
  const started = new Date();
  await using directory = await makeRunDirectory(options.output, `${stampOf(started)}-${plan.seed}`);
  const progress = progressPrinter(process.stderr);
  progress.line(`run ${directory.id}, seed ${plan.seed} (repeat it with --seed ${plan.seed})`);
  using interrupted = interruption();
  const outcome = await executeRun({ options, plan, started, directory, progress, interrupted });
  printReport(outcome.report, outcome.kept.directory ?? directory.path);
  return exitCodeOf(outcome, options, interrupted.signal);
};
