import { readReport } from '../judgement/json.ts';
import { checksOf } from '../judgement/check-list.ts';
import type { CheckEntry } from '../judgement/schema.ts';
import { laneNames, type LaneName } from '../contract/lane-name.ts';
import { profiles } from '../contract/requirement.ts';
import { gateClosing } from '../contract/outcome.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Catalogue } from '../judgement/declared-checks.ts';
import { selectedLanes, type Selection } from '../judgement/selection.ts';
import { requireKnownValues } from './require-known-values.ts';
import { reportFile } from './report-file.ts';
import { UsageError } from '../failures/usage-error.ts';

/** The options of `run`, as commander hands them over. */
export interface RunOptions {
  readonly target: string;
  readonly manifests?: string;
  readonly databaseUrl?: string;
  readonly environment: string;
  readonly nodeImage?: string;
  readonly keep?: boolean;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly installationNamespace?: string;
  readonly endpoint?: string;
  readonly ca?: string;
  readonly headerFile?: string;
  readonly tokenFile?: string;
  readonly serviceAccount?: string;
  readonly userHeader?: string;
  readonly userPrefix?: string;
  readonly namespacePool: string[];
  readonly allow: string[];
  readonly kfpVersion?: string;
  readonly lane: string[];
  readonly area: string[];
  readonly requirement: string[];
  readonly profile: string[];
  readonly scenario: string[];
  readonly seed?: string;
  readonly strict: boolean;
  readonly thorough: boolean;
  readonly baseline?: string;
  readonly rerunFailed?: string;
  readonly requireConformance: string[];
  readonly output: string;
}

const closes = ({ outcome }: CheckEntry): boolean => gateClosing.has(outcome);

/** The part of an earlier run that is repeated. */
export interface EarlierRun {
  readonly requirements: readonly string[];
  readonly scenarios: readonly string[];
  readonly lanes: readonly LaneName[];
  readonly seed: number;
}

/** The checks that made the gate of an earlier run fail, with its lanes and seed. Throws a UsageError if there are none. */
export const earlierRun = async (run: string, target: string): Promise<EarlierRun> => {
  const report = await readReport(await reportFile(run));
  const kind = ['binary', 'image'].find((one) => target.startsWith(`${one}:`)) ?? 'reference';
  if (report.target.kind !== kind)
    throw new UsageError(
      `--rerun-failed: run ${report.run.id} tested a ${report.target.kind} target, but this run tests a ${kind} target; use the --target and --manifests of the earlier run`,
    );
  const failed = checksOf(report).filter(({ check }) => closes(check));
  if (failed.length === 0) throw new UsageError(`--rerun-failed: nothing failed in run ${report.run.id}`);
  return {
    requirements: [...new Set(failed.map(({ requirement }) => requirement.id))],
    scenarios: [...new Set(failed.map(({ check }) => check.scenario))],
    lanes: report.options.lanes,
    seed: report.options.seed,
  };
};

/** The selection of the options. Throws a UsageError for an unknown name, or if no check is selected. */
export const selectionOf = (
  options: RunOptions,
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
  earlier?: EarlierRun,
): Selection => {
  // A profile without checks cannot be selected.
  const decided = profiles.filter((profile) =>
    [...catalogue.values()].some((requirement) => requirement.profile === profile && requirement.lanes.length > 0),
  );
  requireKnownValues('--lane', options.lane, laneNames);
  requireKnownValues('--area', options.area, [...new Set([...catalogue.values()].map(({ area }) => area))]);
  requireKnownValues('--requirement', options.requirement, [...catalogue.keys()]);
  requireKnownValues('--profile', options.profile, decided);
  requireKnownValues('--require-conformance', options.requireConformance, decided);
  requireKnownValues(
    '--scenario',
    options.scenario,
    scenarios.map(({ name }) => name),
  );
  for (const id of options.requirement) {
    const excluded = catalogue.get(id)?.excluded;
    if (excluded !== undefined) throw new UsageError(`--requirement ${id} has no check: ${excluded}`);
  }
  const selection = {
    lanes: options.lane.length > 0 ? (options.lane as LaneName[]) : (earlier?.lanes ?? []),
    areas: options.area,
    requirements: [...options.requirement, ...(earlier?.requirements ?? [])],
    profiles: options.profile,
    scenarios: [...options.scenario, ...(earlier?.scenarios ?? [])],
  };
  if (scenarios.every((scenario) => selectedLanes(scenario, selection, catalogue).length === 0))
    throw new UsageError(
      `nothing to run: no scenario matches all filters (${filtersOf(selection).join('; ')}); \`list\` shows the checks of each lane`,
    );
  return selection;
};

/** The filters in the form that the report shows. */
export const filtersOf = (selection: Selection): string[] =>
  Object.entries(selection).flatMap(([kind, values]) =>
    (values as readonly string[]).map((value) => `${kind}: ${value}`),
  );

/** The given seed, that of the repeated run, or a new one. Throws a UsageError unless it is from 1 to 2³¹−1. */
export const seedOf = (given: string | undefined, earlier?: EarlierRun): number => {
  if (given === undefined && earlier !== undefined) return earlier.seed;
  if (given === undefined) return 1 + Math.floor(Math.random() * 2_147_483_646);
  const seed = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isNaN(seed) || seed < 1 || seed > 2_147_483_647)
    throw new UsageError(`--seed ${given}: expected a whole number from 1 to 2147483647`);
  return seed;
};
