import { readReport } from '../judgement/json.ts';
import { checksOf } from '../judgement/check-list.ts';
import type { CheckEntry } from '../judgement/schema.ts';
import { laneNames, type LaneName } from '../contract/lane-name.ts';
import { profiles } from '../contract/requirement.ts';
import { gateClosing } from '../contract/outcome.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Catalogue } from '../judgement/declared-checks.ts';
import { selectedLanes, type Selection } from '../judgement/selection.ts';
import { among } from './among.ts';
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
  readonly baseline?: string;
  readonly rerunFailed?: string;
  readonly requireConformance: string[];
  readonly output: string;
}

const closes = ({ outcome }: CheckEntry): boolean => gateClosing.has(outcome);

/** What of an earlier run is run again. */
export interface EarlierRun {
  readonly requirements: readonly string[];
  readonly scenarios: readonly string[];
  readonly lanes: readonly LaneName[];
  readonly seed: number;
}

/** What kept the gate of an earlier run shut, with its lanes and seed. Throws a UsageError when there is nothing. */
export const earlierRun = async (run: string, target: string): Promise<EarlierRun> => {
  const report = await readReport(await reportFile(run));
  const kind = ['binary', 'image'].find((one) => target.startsWith(`${one}:`)) ?? 'reference';
  if (report.target.kind !== kind)
    throw new UsageError(
      `--rerun-failed: run ${report.run.id} was of a ${report.target.kind} target, this one is of the ${kind}; repeat its --target and --manifests`,
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

/** What the options select. Throws a UsageError for a name that does not exist, or when nothing is left to do. */
export const selectionOf = (
  options: RunOptions,
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
  again?: EarlierRun,
): Selection => {
  // A profile of which nothing is decided yet is none that anybody could ask for.
  const decided = profiles.filter((profile) =>
    [...catalogue.values()].some((requirement) => requirement.profile === profile && requirement.lanes.length > 0),
  );
  among('--lane', options.lane, laneNames);
  among('--area', options.area, [...new Set([...catalogue.values()].map(({ area }) => area))]);
  among('--requirement', options.requirement, [...catalogue.keys()]);
  among('--profile', options.profile, decided);
  among('--require-conformance', options.requireConformance, decided);
  among(
    '--scenario',
    options.scenario,
    scenarios.map(({ name }) => name),
  );
  for (const id of options.requirement) {
    const excluded = catalogue.get(id)?.excluded;
    if (excluded !== undefined) throw new UsageError(`--requirement ${id} has no check: ${excluded}`);
  }
  const selection = {
    lanes: options.lane.length > 0 ? (options.lane as LaneName[]) : (again?.lanes ?? []),
    areas: options.area,
    requirements: [...options.requirement, ...(again?.requirements ?? [])],
    profiles: options.profile,
    scenarios: [...options.scenario, ...(again?.scenarios ?? [])],
  };
  if (scenarios.every((scenario) => selectedLanes(scenario, selection, catalogue).length === 0))
    throw new UsageError(
      `nothing to run: no scenario decides all of this together (${filtersOf(selection).join('; ')}); \`list\` shows what is decided in which lane`,
    );
  return selection;
};

/** The filters as the report shows them. */
export const filtersOf = (selection: Selection): string[] =>
  Object.entries(selection).flatMap(([kind, values]) =>
    (values as readonly string[]).map((value) => `${kind}: ${value}`),
  );

/** A seed between 1 and 2³¹−1: the given one, or that of the run that is repeated. Throws a UsageError for anything else. */
export const seedOf = (given: string | undefined, again?: EarlierRun): number => {
  if (given === undefined && again !== undefined) return again.seed;
  if (given === undefined) return 1 + Math.floor(Math.random() * 2_147_483_646);
  const seed = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isNaN(seed) || seed < 1 || seed > 2_147_483_647)
    throw new UsageError(`--seed ${given}: expected a whole number from 1 to 2147483647`);
  return seed;
};
