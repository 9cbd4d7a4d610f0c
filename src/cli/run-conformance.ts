import path from 'node:path';
import { EnvironmentError } from '../failures/environment-error.ts';
import { exitCode, type ExitCode } from '../failures/exit-code.ts';
import { firstFailure } from '../failures/first-failure.ts';
import { isKnown } from '../judgement/baseline-origin.ts';
import { checksOf } from '../judgement/check-list.ts';
import { messageOf } from '../judgement/check-error.ts';
import { exitCodeOf } from '../judgement/exit-code-of.ts';
import type { Report } from '../judgement/schema.ts';
import { selectedLanes } from '../judgement/selection.ts';
import { withFailedCleanUp } from '../judgement/with-failed-clean-up.ts';
import { annotations } from '../report/annotations.ts';
import { makeRunDirectory, stampOf, type RunDirectory } from '../report/run-directory.ts';
import { summaryMarkdown } from '../report/markdown.ts';
import { appendStepSummary } from '../report/step-summary.ts';
import { printReport } from '../report/terminal.ts';
import { isWorkflow } from '../report/workflow-command.ts';
import { openRun, type Run } from '../runner/open-run.ts';
import { settingsFor, type RunSettings } from '../runner/run-settings.ts';
import { runSuites } from '../runner/run-suites.ts';
import { requireFitting } from './baseline-option.ts';
import { runEnvironmentOf } from './environment-option.ts';
import { interruption, type Interruption } from './interruption.ts';
import { keepReport } from './keep-report.ts';
import type { KeptReport } from './kept-report.ts';
import { progressPrinter, type CommandProgress } from './progress.ts';
import { reportOf } from './report-of-run.ts';
import type { RunOptions } from './run-options.ts';
import { planRun, type RunPlan } from './run-plan.ts';
import { scenarioProgress } from './scenario-progress.ts';
import { targetIdentity } from './target-identity.ts';
import { timedSteps } from './timed-steps.ts';
import { withCleanUp } from './with-clean-up.ts';

/** The data that every step of a run uses. */
interface RunContext {
  readonly options: RunOptions;
  readonly plan: RunPlan;
  readonly started: Date;
  readonly directory: Pick<RunDirectory, 'id' | 'path'>;
  readonly progress: CommandProgress;
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
  const known = Object.entries(identity).filter(([, value]) => isKnown(value));
  progress.line([`target ${run.target.kind}`, ...known.map(([name, value]) => `${name} ${value}`)].join(', '));
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

/** Starts the servers. */
const openServers = async ({ options, plan, directory, progress, interrupted }: RunContext): Promise<Run> => {
  const environment = runEnvironmentOf(options, { id: directory.id, prefixes: plan.prefixes });
  using _group = progress.group('Set-up');
  return await openRun({ environment, modes: plan.modes, progress: progress.line, signal: interrupted.signal });
};

/** Runs the scenarios with a count of them. */
const runScenarios = async (settings: RunSettings, { plan, progress }: RunContext, signal: AbortSignal) => {
  const total = plan.scenarios.reduce(
    (sum, scenario) => sum + selectedLanes(scenario, plan.selection, plan.catalogue).length,
    0,
  );
  using shown = scenarioProgress(progress, { total, hasBaseline: plan.baseline !== undefined });
  return await runSuites(settings, shown, signal);
};

/** Starts the servers, runs the scenarios, writes the report, hands it over, and ends the servers. */
const executeRun = async (context: RunContext, done: (outcome: Outcome) => void): Promise<void> => {
  const { options, plan, directory, interrupted } = context;
  const { id } = directory;
  const { steps, time } = timedSteps();
  await using run = await time('start', () => openServers(context));
  const identity = await identify(run, context);
  if (plan.baseline !== undefined)
    requireFitting(plan.baseline, { target: identity, environment: run.environment }, options);
  const settings = settingsFor(run, {
    seed: plan.seed,
    selection: plan.selection,
    release: identity.release,
    baseline: plan.baseline?.entries ?? [],
    ...(options.thorough && { thorough: true }),
    exchangesDirectory: path.join(directory.path, 'exchanges'),
  });
  const decided = await time('scenarios', () => runScenarios(settings, context, run.ended));
  const ailing = await time('last look at the targets', () => run.pool.lastLook());
  const collected = { ...decided, broken: [...decided.broken, ...ailing] };
  const { broken } = run.environment;
  const environmentFailure = broken.aborted ? (broken.reason as EnvironmentError) : undefined;
  const report = await reportOf({ ...context, id, run, identity, steps, collected, environmentFailure });
  interrupted.finish();
  done({ report, kept: await write(report, run, context), environmentFailure });
};

/** Throws if the report could not be written to its directory, or the environment failed. */
const exitCodeOfRun = ({ report, kept, environmentFailure }: Outcome, interrupted: AbortSignal): ExitCode => {
  if (kept.failure !== undefined) {
    const instead = kept.directory === undefined ? '' : ` The report is in ${kept.directory} instead.`;
    throw new EnvironmentError(`${kept.failure.message}${instead}`, { cause: kept.failure });
  }
  if (interrupted.aborted) return exitCode.interrupted;
  if (environmentFailure !== undefined) throw environmentFailure;
  return exitCodeOf({
    gate: report.verdicts.gate,
    outcomes: checksOf(report).map(({ check }) => check.outcome),
  });
};

/** The outcome with a report that says that the clean-up failed, written again where the first one is. */
const afterFailedCleanUp = async (outcome: Outcome, failure: unknown): Promise<Outcome> => {
  const report = withFailedCleanUp(outcome.report, messageOf(firstFailure(failure)));
  const { directory } = outcome.kept;
  if (directory === undefined) return { ...outcome, report };
  const again = await keepReport(report, directory);
  return { ...outcome, report, kept: { ...again, ...outcome.kept } };
};

/** Runs the suites and writes the report; resolves with the exit code. Throws if the clean-up failed. */
export const runConformance = async (options: RunOptions): Promise<ExitCode> => {
  const plan = await planRun(options);
  const started = new Date();
  await using directory = await makeRunDirectory(options.output, `${stampOf(started)}-${plan.seed}`);
  using progress = progressPrinter(process.stderr);
  progress.line(`run ${directory.id}, seed ${plan.seed} (repeat it with --seed ${plan.seed})`);
  using interrupted = interruption();
  const context = { options, plan, started, directory, progress, interrupted };
  const { outcome, failure } = await withCleanUp<Outcome>((done) => executeRun(context, done));
  const final = failure === undefined ? outcome : await afterFailedCleanUp(outcome, failure);
  if (isWorkflow()) for (const line of annotations(final.report)) process.stdout.write(`${line}\n`);
  const warning = await appendStepSummary(summaryMarkdown(final.report));
  if (warning !== undefined) progress.line(warning);
  printReport(final.report, final.kept.directory ?? directory.path);
  if (failure !== undefined) throw failure;
  return exitCodeOfRun(final, interrupted.signal);
};
