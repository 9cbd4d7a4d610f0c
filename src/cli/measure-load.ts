import { loadRunRequirements } from '../contract/load-run-requirements.ts';
import { exitCode, type ExitCode } from '../failures/exit-code.ts';
import { quantileGrid } from '../load/data/quantile-grid.ts';
import { messageOf } from '../judgement/check-error.ts';
import { loadExitCode } from '../judgement/load/load-exit-code.ts';
import { decidedRequirements } from '../judgement/load/requirements.ts';
import { loadSchemaVersion, type LoadReport } from '../judgement/load/schema.ts';
import { loadRecord, type LoadRecord } from '../load/load-record.ts';
import { planDigest } from '../load/plan.ts';
import { predict } from '../load/prediction.ts';
import { predictionLines } from '../load/prediction-text.ts';
import { requireRoom, roomHere } from '../load/require-room.ts';
import { endedProgramsSeconds } from '../load/sampling/run-overhead.ts';
import { runLoad } from '../load/run-load.ts';
import { makeRunDirectory, stampOf } from '../report/run-directory.ts';
import { printLoadReport } from '../report/load/load-terminal.ts';
import { writeLoadReport } from '../report/load/write-load-report.ts';
import { calledAs } from '../text/called-as.ts';
import { withoutPasswords } from './command-line.ts';
import { interruption } from './interruption.ts';
import { planLoad, type LoadCommandOptions, type LoadPlan } from './load-options.ts';
import { machineOf } from './machine.ts';
import { packageCommit } from './package-commit.ts';
import { packageVersion } from './package-version.ts';
import { progressPrinter } from './progress.ts';

interface Finished {
  readonly planned: LoadPlan;
  readonly record: LoadRecord;
  readonly id: string;
  readonly started: Date;
  readonly complete: boolean;
}

const reportOf = ({ planned: { plan, seed }, record, id, started, complete }: Finished): LoadReport => {
  const finished = new Date();
  const commit = packageCommit();
  const { environment } = record;
  if (environment === undefined) throw new Error('a run without an environment has no report');
  const own = cpuSeconds();
  return {
    schemaVersion: loadSchemaVersion,
    suite: { version: packageVersion(), ...(commit !== undefined && { commit }) },
    run: {
      id,
      startedAt: started.toISOString(),
      finishedAt: finished.toISOString(),
      durationSeconds: (finished.getTime() - started.getTime()) / 1000,
      command: [calledAs(), ...withoutPasswords(process.argv.slice(2))],
      complete,
      broken: [...record.broken],
      harnessCpuShare: own / (own + endedProgramsSeconds()),
    },
    plan: { name: plan.name, digest: planDigest(plan, seed), seed, settings: plan },
    machine: machineOf(),
    environment,
    targets: [...record.targets],
    quantileGrid: [...quantileGrid],
    stores: [...record.stores],
    measurements: [...record.measurements],
    notMeasured: [...record.notMeasured],
    requirements: [],
    series: record.series,
    samples: [...record.samples],
    sampling: { ...record.sampling },
    events: [...record.events],
  };
};

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** etcd is started with this quota. */
const etcdQuotaBytes = 8 * 1024 ** 3;

/** `load`: resolves with the exit code. Throws if the run could not begin, or its report could not be written. */
export const measureLoad = async (options: LoadCommandOptions): Promise<ExitCode> => {
  const planned = await planLoad(options);
  const { plan, seed, lanes, targets } = planned;
  const prediction = predict(plan, lanes, targets.length);
  if (options.dryRun === true) {
    process.stdout.write(`plan ${plan.name}, seed ${seed}\n${predictionLines(prediction).join('\n')}\n`);
    return exitCode.ok;
  }
  const started = new Date();
  await using directory = await makeRunDirectory(options.output, `load-${stampOf(started)}-${seed}`);
  requireRoom(prediction, await roomHere(directory.path, etcdQuotaBytes));
  using progress = progressPrinter(process.stderr);
  progress.line(`load run ${directory.id}, plan ${plan.name}, seed ${seed} (repeat it with --seed ${seed})`);
  for (const line of predictionLines(prediction)) progress.line(line);
  using interrupted = interruption();
  const record = loadRecord();
  const write = async (complete: boolean): Promise<LoadReport> => {
    const undecided = reportOf({ planned, record, id: directory.id, started, complete });
    const report = { ...undecided, requirements: decidedRequirements(undecided, await loadRunRequirements()) };
    await writeLoadReport(report, directory.path);
    return report;
  };
  let complete = false;
  try {
    await runLoad({
      plan,
      seed,
      targets,
      lanes,
      record,
      measured: () => write(false).then(() => {}),
      progress: progress.line,
      signal: interrupted.signal,
    });
    complete = true;
  } catch (cause) {
    // Whatever was measured before is in the report, which says why it ends there.
    if (record.measurements.length === 0) throw cause;
    record.broken.push(messageOf(cause));
  }
  interrupted.finish();
  const report = await write(complete && record.broken.length === 0);
  printLoadReport(report, directory.path);
  return interrupted.signal.aborted ? exitCode.interrupted : loadExitCode(report);
};
