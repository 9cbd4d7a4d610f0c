import os from 'node:os';
import path from 'node:path';
import { callerConnection } from '../clients/rest-access.ts';
import { restAccessOf } from '../targets/rest-access-of.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { healthOf, type Health } from '../environments/existing/preflight/health.ts';
import type { DatabaseAccess } from '../environments/environment.ts';
import { storageModes, storageOf } from '../contract/lane-name.ts';
import { assembleReport } from '../judgement/assemble.ts';
import type { Report } from '../judgement/schema.ts';
import { printReport } from '../report/terminal.ts';
import { openSession, type Session } from '../runner/open-session.ts';
import { expectedChecks } from '../judgement/expected-checks.ts';
import { selectedLanes, wholeProfiles } from '../judgement/selection.ts';
import { runSuites } from '../runner/run-suites.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import { namesFor } from '../contract/names.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { profiles } from '../contract/requirement.ts';
import type { Target } from '../targets/target.ts';
import { foundFeatures } from '../targets/found-features.ts';
import { baselineOf, describedBaseline } from './baseline-option.ts';
import { withoutPasswords } from './command-line.ts';
import { exitCode } from '../failures/exit-code.ts';
import { interruption } from './interruption.ts';
import { keepReport, type KeptReport } from './keep-report.ts';
import { progressPrinter } from './progress.ts';
import { among } from './among.ts';
import { earlierRun, filtersOf, placeOf, seedOf, selectionOf, type RunOptions } from './run-options.ts';
import { makeRunDirectory, stampOf } from '../report/run-directory.ts';
import { UsageError } from '../failures/usage-error.ts';

/** What the target says of itself. */
const identity = async (session: Session): Promise<Pick<Health, 'release' | 'commit'>> => {
  const [address] = await session.pool.shared();
  if (address === undefined)
    throw new UsageError(
      `--lane: the target keeps its pipelines in ${session.host.storageModes.join(' and ')} mode, and no lane of that was asked for`,
    );
  return healthOf(callerConnection(restAccessOf(address)));
};

/** Whose CRDs, roles and webhook configurations are judged. */
const manifestsOf = ({ kind, manifestsDirectory }: Target): Report['target']['manifests'] => {
  if (manifestsDirectory !== undefined) return 'supplied';
  return kind === 'installation' ? 'installed' : 'harness';
};

const describedDatabase = ({ product, version, characterSet, collation }: DatabaseAccess) => ({
  product,
  version,
  characterSet,
  collation,
});

/** The log of a component that ended stands in the error at the end; the report gets the fact. */
const summaryOf = (failure: EnvironmentError | undefined): readonly string[] =>
  failure === undefined ? [] : [failure.summary];

/** Runs the suites and writes the report; resolves with the exit code. */
export const runConformance = async (options: RunOptions): Promise<number> => {
  const catalogue = await loadRequirements();
  const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
  const again = options.rerunFailed === undefined ? undefined : await earlierRun(options.rerunFailed, options.target);
  among(
    '--allow',
    options.allow,
    scenarios.filter(({ disturbs }) => disturbs === true).map(({ name }) => name),
  );
  const selection = selectionOf(options, catalogue, scenarios, again);
  const seed = seedOf(options.seed, again);
  const baseline =
    options.baseline === undefined ? undefined : await baselineOf(options.baseline, catalogue, scenarios);
  const started = new Date();
  await using runDirectory = await makeRunDirectory(options.output, `${stampOf(started)}-${seed}`);
  const { id, path: directory } = runDirectory;
  const progress = progressPrinter(process.stderr);
  progress.line(`run ${id}, seed ${seed} (repeat it with --seed ${seed})`);
  using interrupted = interruption();
  const steps: Report['run']['steps'] = [];
  const step = async <Value>(name: string, action: () => Promise<Value>): Promise<Value> => {
    const from = performance.now();
    try {
      return await action();
    } finally {
      steps.push({ name, seconds: Math.round(performance.now() - from) / 1000 });
    }
  };
  const modes = storageModes.filter(
    (mode) => selection.lanes.length === 0 || selection.lanes.some((lane) => storageOf[lane] === mode),
  );
  const prefixes = scenarios.flatMap((scenario) =>
    selectedLanes(scenario, selection, catalogue).map((lane) => namesFor(seed, scenario.name, lane, '').prefix),
  );
  const place = placeOf(options, { id, prefixes });
  let report: Report;
  let kept: KeptReport;
  let environmentFailure: EnvironmentError | undefined;
  {
    await using session = await step('start', () =>
      openSession({
        place,
        modes,
        progress: progress.line,
        signal: interrupted.signal,
      }),
    );
    const { environment, target } = session;
    const named = await identity(session);
    progress.line(`target ${target.kind}, release ${options.kfpVersion ?? named.release}, commit ${named.commit}`);
    if (named.release === 'unknown' && options.kfpVersion === undefined)
      progress.line('the target does not know its release: --kfp-version names it in the report');
    const settings = {
      brokerSocket: session.broker.socketPath,
      hostAddress: environment.hostAddress,
      facilities: [...session.host.facilities],
      seed,
      selection,
      baseline: baseline?.entries ?? [],
      exchangesDirectory: path.join(directory, 'exchanges'),
    };
    const collected = await step('scenarios', () => runSuites(settings, progress.scenario, session.ended));
    environmentFailure = environment.broken.aborted ? (environment.broken.reason as EnvironmentError) : undefined;
    const addresses = await session.pool.shared();
    report = assembleReport({
      run: {
        id,
        startedAt: started.toISOString(),
        finishedAt: new Date().toISOString(),
        durationSeconds: Math.round((Date.now() - started.getTime()) / 100) / 10,
        command: withoutPasswords(process.argv.slice(2)),
        complete: !session.ended.aborted,
        host: {
          platform: `${process.platform} ${process.arch}`,
          cpus: os.availableParallelism(),
          memoryGiB: Math.round(os.totalmem() / 2 ** 30),
        },
        steps,
        writesPerSecond: Object.fromEntries(
          addresses
            .filter(({ variant }) => variant === 'default')
            .map(({ storage, writesPerSecond }) => [storage, Math.round(writesPerSecond * 10) / 10]),
        ),
        ...(target.kind !== 'reference' && { executable: target.executable }),
        ...(session.pool.deaths().length > 0 && { deaths: [...session.pool.deaths()] }),
      },
      options: {
        seed,
        lanes: [...selection.lanes],
        filtered: filtersOf(selection).length > 0,
        filters: filtersOf(selection),
        claimed: profiles.filter((profile) => [...options.requireConformance, ...options.profile].includes(profile)),
        strict: options.strict,
        ...(baseline !== undefined && { baseline: describedBaseline(options.baseline ?? '', baseline) }),
      },
      target: {
        kind: target.kind,
        selfCheck: target.kind === 'reference',
        release: options.kfpVersion ?? named.release,
        commit: named.commit,
        ...('sha256' in target && target.sha256 !== undefined && { sha256: target.sha256 }),
        manifests: manifestsOf(target),
        features: foundFeatures(addresses),
      },
      environment: {
        name: environment.name,
        versions: { ...environment.versions },
        ...(environment.database !== undefined && { database: describedDatabase(environment.database) }),
      },
      catalogue,
      collected: { ...collected, broken: [...collected.broken, ...summaryOf(environmentFailure)] },
      scenarioSeconds: steps.find(({ name }) => name === 'scenarios')?.seconds ?? 0,
      expected: expectedChecks(scenarios, selection, catalogue),
      whole: wholeProfiles(selection),
    });
    interrupted.finish();
    if (!report.verdicts.gate.passed)
      await environment.copyLogs(path.join(directory, 'logs')).catch((cause: unknown) => {
        progress.line(`the logs of the servers could not be kept: ${String(cause)}`);
      });
    kept = await keepReport(report, directory);
  }
  printReport(report, kept.directory ?? directory);
  if (kept.failure !== undefined) {
    const instead = kept.directory === undefined ? '' : ` It is in ${kept.directory} instead.`;
    throw new EnvironmentError(`${kept.failure.message}${instead}`, { cause: kept.failure });
  }
  if (interrupted.signal.aborted) return exitCode.interrupted;
  if (environmentFailure !== undefined) throw environmentFailure;
  const missing = report.verdicts.conformance.filter(
    ({ profile, verdict }) => options.requireConformance.includes(profile) && verdict !== 'conformant',
  );
  const absent = options.requireConformance.filter(
    (name) => !report.verdicts.conformance.some(({ profile }) => profile === name),
  );
  return report.verdicts.gate.passed && missing.length + absent.length === 0 ? exitCode.ok : exitCode.failed;
};
