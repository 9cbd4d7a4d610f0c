import { EnvironmentError } from '../failures/environment-error.ts';
import { storageModes } from '../contract/lane-name.ts';
import { loadRunRequirements } from '../contract/load-run-requirements.ts';
import { exitCode, type ExitCode } from '../failures/exit-code.ts';
import { firstFailure } from '../failures/first-failure.ts';
import { messageOf } from '../judgement/check-error.ts';
import { loadExitCode } from '../judgement/load/load-exit-code.ts';
import type { LoadReport } from '../judgement/load/schema.ts';
import { loadRecord } from '../load/load-record.ts';
import { predict } from '../load/prediction.ts';
import { predictionLines } from '../load/prediction-text.ts';
import { lackingRoom, requireRoom, roomHere } from '../load/require-room.ts';
import { lanesIn } from '../load/measured-lanes.ts';
import { runLoad } from '../load/run-load.ts';
import { estimateInstallation, estimateLines } from '../load/served/installation-estimate.ts';
import { printLoadReport } from '../report/load/load-terminal.ts';
import { makeRunDirectory, stampOf } from '../report/run-directory.ts';
import { interruption } from './interruption.ts';
import { keepLoadReport } from './keep-load-report.ts';
import type { KeptReport } from './kept-report.ts';
import { planLoad, type LoadCommandOptions, type LoadPlan } from './load-options.ts';
import { ownVersion } from './own-suite.ts';
import { partialReport } from './partial-report.ts';
import { progressPrinter } from './progress.ts';
import { reportOfLoad } from './report-of-load.ts';

const exitCodeOf = (report: LoadReport, { directory, failure }: KeptReport, interrupted: AbortSignal): ExitCode => {
  if (failure !== undefined) {
    const instead = directory === undefined ? '' : ` The report is in ${directory} instead.`;
    throw new EnvironmentError(`${failure.message}${instead}`, { cause: failure });
  }
  return interrupted.aborted ? exitCode.interrupted : loadExitCode(report);
};

/** Of an installation only the run itself knows where it stores pipelines. */
const installationLines = ({ plan, lanes }: LoadPlan): readonly string[] =>
  storageModes
    .filter((storage) => lanesIn(storage, lanes).length > 0)
    .flatMap((storage) => [
      `if the installation stores pipelines in the ${storage === 'database' ? 'database' : 'Kubernetes API'}:`,
      ...estimateLines(estimateInstallation(plan, lanes, storage), storage),
    ]);

const ownServerLines = async ({ plan, lanes, targets }: LoadPlan): Promise<readonly string[]> => {
  const prediction = predict(plan, lanes, targets.length);
  const lacking = lackingRoom(prediction, await roomHere());
  return [...predictionLines(prediction), ...(lacking === undefined ? [] : [`refused   ${lacking}`])];
};

const printPlan = async (planned: LoadPlan): Promise<void> => {
  const { plan, seed, environment } = planned;
  const lines = environment.environment === 'existing' ? installationLines(planned) : await ownServerLines(planned);
  process.stdout.write(`${[`plan ${plan.name}, seed ${seed}`, ...lines].join('\n')}\n`);
};

/** What the run will take, one line each. Throws if it must not begin. An installation is estimated when it is known. */
const requirePossible = async ({ plan, lanes, targets, environment }: LoadPlan): Promise<readonly string[]> => {
  if (environment.environment === 'existing') {
    const { requireAllowedHosts } = await import('../load/served/allowed-hosts.ts');
    await requireAllowedHosts(environment.installation);
    return [];
  }
  const prediction = predict(plan, lanes, targets.length);
  requireRoom(prediction, await roomHere());
  return predictionLines(prediction);
};

/** `load`: resolves with the exit code. Throws if the run could not begin, or its report could not be written. */
export const measureLoad = async (options: LoadCommandOptions): Promise<ExitCode> => {
  const planned = await planLoad(options);
  if (options.dryRun === true) {
    await printPlan(planned);
    return exitCode.ok;
  }
  const { plan, seed } = planned;
  const requirements = await loadRunRequirements();
  const takes = await requirePossible(planned);
  const started = new Date();
  const suite = ownVersion();
  await using directory = await makeRunDirectory(options.output, `load-${stampOf(started)}-${seed}`);
  using progress = progressPrinter(process.stderr);
  progress.line(`load run ${directory.id}, plan ${plan.name}, seed ${seed} (repeat it with --seed ${seed})`);
  for (const line of takes) progress.line(line);
  using interrupted = interruption();
  const record = loadRecord();
  const report = (complete: boolean): LoadReport =>
    reportOfLoad({ planned, record, id: directory.id, started, suite, complete, requirements });
  const partial = partialReport(directory.path, progress.line);
  try {
    await runLoad({
      ...planned,
      runId: directory.id,
      record,
      measured: () => partial.write(() => report(false)),
      progress: progress.line,
      signal: interrupted.signal,
    });
  } catch (cause) {
    // Whatever was measured before is in the report, which says why it ends there.
    if (record.measurements.length === 0) throw cause;
    record.broken.push(messageOf(firstFailure(cause)));
  }
  interrupted.finish();
  const final = report(record.broken.length === 0);
  const kept = await keepLoadReport(final, directory.path);
  printLoadReport(final, kept.directory ?? directory.path);
  return exitCodeOf(final, kept, interrupted.signal);
};
