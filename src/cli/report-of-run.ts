import os from 'node:os';
import { loadAreaTitles } from '../contract/load-requirements.ts';
import { profiles } from '../contract/requirement.ts';
import type { DatabaseAccess } from '../environments/environment.ts';
import type { EnvironmentError } from '../failures/environment-error.ts';
import { assembleReport, type ReportInput } from '../judgement/assemble.ts';
import type { Collected } from '../judgement/collected.ts';
import { expectedChecks } from '../judgement/expected-checks.ts';
import type { Report } from '../judgement/schema.ts';
import { wholeProfiles, wholeSelection } from '../judgement/selection.ts';
import type { Run } from '../runner/open-run.ts';
import { foundFeatures } from '../targets/found-features.ts';
import type { TargetAddress } from '../targets/started-target.ts';
import type { Target } from '../targets/target.ts';
import { describedBaseline } from './baseline-option.ts';
import { buildDigests } from './build-digests.ts';
import { withoutPasswords } from './command-line.ts';
import { reportAddresses } from './report-addresses.ts';
import { filtersOf, type RunOptions } from './run-options.ts';
import type { RunPlan } from './run-plan.ts';

/** A run whose scenarios have ended and whose servers are still running. */
export interface EndedRun {
  readonly id: string;
  readonly started: Date;
  readonly options: RunOptions;
  readonly plan: RunPlan;
  readonly run: Run;
  /** The release and commit of the target in the report. */
  readonly identity: Pick<Report['target'], 'release' | 'commit'>;
  readonly steps: Report['run']['steps'];
  readonly collected: Collected;
  /** The failure of the environment, if it failed. */
  readonly environmentFailure: EnvironmentError | undefined;
}

const describedDatabase = ({ product, version, characterSet, collation }: DatabaseAccess) => ({
  product,
  version,
  characterSet,
  collation,
});

/** The origin of the CRDs, roles and webhook configurations under test. */
const manifestsOf = ({ kind, manifestsDirectory }: Target): Report['target']['manifests'] => {
  if (manifestsDirectory !== undefined) return 'supplied';
  return kind === 'installation' ? 'installed' : 'harness';
};

const runSection = (
  { id, options, started, steps, collected: { brokenScenarios }, run: { ended, pool, target } }: EndedRun,
  addresses: readonly TargetAddress[],
): ReportInput['run'] => ({
  id,
  startedAt: started.toISOString(),
  finishedAt: new Date().toISOString(),
  durationSeconds: Math.round((Date.now() - started.getTime()) / 100) / 10,
  command: withoutPasswords(process.argv.slice(2)),
  complete: !ended.aborted,
  host: {
    platform: `${process.platform} ${process.arch}`,
    cpus: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  },
  steps,
  writesPerSecond: Object.fromEntries(
    addresses
      .filter(({ variant, undeterminedRate }) => variant === 'default' && undeterminedRate === undefined)
      .map(({ storage, writesPerSecond }) => [storage, Math.round(writesPerSecond * 10) / 10]),
  ),
  ...reportAddresses(options.reportUrl),
  ...(target.kind !== 'reference' && { executable: target.executable }),
  ...(pool.deaths().length > 0 && { deaths: [...pool.deaths()] }),
  ...(brokenScenarios.length > 0 && { brokenScenarios: [...brokenScenarios] }),
});

const optionsSection = ({ options, plan: { seed, selection, baseline } }: EndedRun): Report['options'] => ({
  seed,
  lanes: [...selection.lanes],
  filtered: filtersOf(selection).length > 0,
  filters: filtersOf(selection),
  claimed: profiles.filter((profile) => [...options.requireConformance, ...options.profile].includes(profile)),
  required: profiles.filter((profile) => options.requireConformance.includes(profile)),
  strict: options.strict,
  ...(baseline !== undefined && { baseline: describedBaseline(options.baseline ?? '', baseline) }),
});

const targetSection = (
  { identity, run: { target, host } }: EndedRun,
  addresses: readonly TargetAddress[],
  digests: readonly string[],
): Report['target'] => ({
  kind: target.kind,
  selfCheck: target.kind === 'reference',
  ...identity,
  ...('sha256' in target && target.sha256 !== undefined && { sha256: target.sha256 }),
  digests: [...digests],
  storageModes: [...host.storageModes],
  manifests: manifestsOf(target),
  features: foundFeatures(addresses),
});

const environmentSection = ({ run: { environment } }: EndedRun): Report['environment'] => ({
  name: environment.name,
  versions: { ...environment.versions },
  ...(environment.database !== undefined && { database: describedDatabase(environment.database) }),
});

export const reportOf = async (ended: EndedRun): Promise<Report> => {
  const { plan, run, steps, collected, environmentFailure } = ended;
  const addresses = await run.pool.shared();
  const { digests, unread } = await buildDigests(run);
  // The report gets the summary only; the log of the component is printed with the error at the end.
  const broken = environmentFailure === undefined ? [] : [environmentFailure.summary];
  return assembleReport({
    run: { ...runSection(ended, addresses), ...(unread !== undefined && { unreadDigests: unread }) },
    options: optionsSection(ended),
    target: targetSection(ended, addresses, digests),
    environment: environmentSection(ended),
    catalogue: plan.catalogue,
    areaTitles: await loadAreaTitles(),
    locations: plan.locations,
    collected: { ...collected, broken: [...collected.broken, ...broken] },
    scenarioSeconds: steps.find(({ name }) => name === 'scenarios')?.seconds ?? 0,
    suite: plan.suite,
    declared: expectedChecks(plan.scenarios, wholeSelection, plan.catalogue),
    expected: expectedChecks(plan.scenarios, plan.selection, plan.catalogue),
    whole: wholeProfiles(plan.selection),
  });
};
