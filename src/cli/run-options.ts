import { laneNames, type LaneName } from '../contract/lane-name.ts';
import { profiles } from '../contract/requirement.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Catalogue } from '../judgement/declared-checks.ts';
import { selectedLanes, type Selection } from '../judgement/selection.ts';
import { requireKnownValues } from './require-known-values.ts';
import { UsageError } from '../failures/usage-error.ts';
import { calledAs } from '../text/called-as.ts';
import { counted } from '../text/counted.ts';

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
  readonly baselineOfAnother?: boolean;
  readonly rerunFailed?: string;
  readonly requireConformance: string[];
  readonly output: string;
  readonly reportUrl?: string;
}

/** The part of an earlier run that is repeated. */
export interface EarlierRun {
  readonly requirements: readonly string[];
  readonly scenarios: readonly string[];
  readonly lanes: readonly LaneName[];
  readonly seed: number;
}

/** Throws a UsageError for an area or a profile of which no version of the suites decides a requirement yet. */
const requireDecided = (
  option: string,
  names: readonly string[],
  part: 'area' | 'profile',
  catalogue: Catalogue,
): void => {
  for (const name of names) {
    const own = [...catalogue.values()].filter((requirement) => requirement[part] === name);
    if (own.every(({ lanes }) => lanes.length === 0))
      throw new UsageError(
        `${option} ${name}: it has ${counted(own.length, 'requirement')} and no check, since this version of the suites decides none of them yet (see \`${calledAs()} list\`)`,
      );
  }
};

/** The selection of the options. Throws a UsageError for an unknown name, or if no check is selected. */
export const selectionOf = (
  options: RunOptions,
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
  earlier?: EarlierRun,
): Selection => {
  requireKnownValues('--lane', options.lane, laneNames);
  requireKnownValues('--area', options.area, [...new Set([...catalogue.values()].map(({ area }) => area))]);
  requireKnownValues('--requirement', options.requirement, [...catalogue.keys()]);
  requireKnownValues('--profile', options.profile, profiles);
  requireKnownValues('--require-conformance', options.requireConformance, profiles);
  requireDecided('--area', options.area, 'area', catalogue);
  requireDecided('--profile', options.profile, 'profile', catalogue);
  requireDecided('--require-conformance', options.requireConformance, 'profile', catalogue);
  requireKnownValues(
    '--scenario',
    options.scenario,
    scenarios.map(({ name }) => name),
  );
  for (const id of options.requirement) {
    const excluded = catalogue.get(id)?.excluded;
    if (excluded !== undefined)
      throw new UsageError(`--requirement ${id} has no check: ${excluded} (see \`${calledAs()} list\`)`);
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
      `nothing to run: no scenario matches all filters (${filtersOf(selection).join('; ')}); \`${calledAs()} list\` shows the checks of each lane`,
    );
  return selection;
};

/** The filters in the form that the report shows. */
export const filtersOf = (selection: Selection): string[] =>
  Object.entries(selection).flatMap(([kind, values]) =>
    (values as readonly string[]).map((value) => `${kind}: ${value}`),
  );

/** The selection of which `filtersOf` gave these filters. */
export const selectionFrom = (filters: readonly string[]): Selection => {
  const valuesOf = (kind: keyof Selection) =>
    filters.flatMap((filter) => (filter.startsWith(`${kind}: `) ? [filter.slice(kind.length + 2)] : []));
  return {
    lanes: laneNames.filter((lane) => valuesOf('lanes').includes(lane)),
    areas: valuesOf('areas'),
    requirements: valuesOf('requirements'),
    profiles: valuesOf('profiles'),
    scenarios: valuesOf('scenarios'),
  };
};

/** The given seed, that of the repeated run, or a new one. Throws a UsageError unless it is from 1 to 2³¹−1. */
export const seedOf = (given: string | undefined, earlier?: EarlierRun): number => {
  if (given === undefined && earlier !== undefined) return earlier.seed;
  if (given === undefined) return 1 + Math.floor(Math.random() * 2_147_483_646);
  const seed = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isNaN(seed) || seed < 1 || seed > 2_147_483_647)
    throw new UsageError(`--seed ${given}: expected a whole number from 1 to 2147483647`);
  return seed;
};
