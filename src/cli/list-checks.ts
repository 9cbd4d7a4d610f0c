import { laneNames, type LaneName } from '../contract/lane-name.ts';
import { gateClosing, type Outcome } from '../contract/outcome.ts';
import { loadRunRequirements } from '../contract/load-run-requirements.ts';
import { levels, profiles, type Profile } from '../contract/requirement.ts';
import { UsageError } from '../failures/usage-error.ts';
import { checksOf, tallyOf, type Tally } from '../judgement/check-list.ts';
import { readReport } from '../judgement/json.ts';
import { plainTally } from '../report/terminal-text.ts';
import { describedRequirements, type DescribedRequirement } from './described-requirements.ts';
import { isRequirementId, requirementId } from './find-requirement.ts';
import { loadRequirementJson, loadRequirementLines } from './list-load-requirements.ts';
import { listScenarios } from './list-scenarios.ts';
import { reportFile } from './report-file.ts';
import { requirementTables } from './requirement-table.ts';
import { requireKnownValues } from './require-known-values.ts';

/** The options of `list`, as commander hands them over. */
export interface ListOptions {
  readonly json?: boolean;
  readonly scenarios?: boolean;
  readonly area: string[];
  readonly level: string[];
  readonly profile: string[];
  readonly failed?: string;
}

/** The outcomes of the checks of each requirement in each lane of a run. */
type RunOutcomes = ReadonlyMap<string, Readonly<Partial<Record<LaneName, Tally>>>>;

const failing: ReadonlySet<Outcome> = new Set<Outcome>([...gateClosing, 'known-failure']);

/** The outcomes of the requirements that failed in a run. */
const failedIn = async (run: string): Promise<RunOutcomes> => {
  const checks = checksOf(await readReport(await reportFile(run)));
  const byId = Map.groupBy(checks, ({ requirement }) => requirement.id);
  return new Map(
    [...byId]
      .filter(([, own]) => own.some(({ check }) => failing.has(check.outcome)))
      .map(([id, own]) => [
        id,
        Object.fromEntries([...Map.groupBy(own, ({ lane }) => lane)].map(([lane, all]) => [lane, tallyOf(all)])),
      ]),
  );
};

/** Whether a requirement is one of those that are named, or has all of the other words in its text, id or area. */
const isAskedFor = (
  {
    requirement: { id, area, text },
    areaTitle,
  }: {
    readonly requirement: Pick<DescribedRequirement['requirement'], 'id' | 'area' | 'text'>;
    readonly areaTitle: string;
  },
  ids: readonly string[],
  words: readonly string[],
): boolean => {
  if (ids.length + words.length === 0 || ids.includes(id)) return true;
  const all = `${id} ${area} ${areaTitle} ${text}`.toLowerCase();
  return words.length > 0 && words.every((word) => all.includes(word.toLowerCase()));
};

/** A requirement in a profile to which its checks belong. */
interface Entry extends DescribedRequirement {
  readonly profile: Profile;
}

/** Every requirement, once for each profile to which its checks belong. */
const byProfile = (described: readonly DescribedRequirement[], wanted: readonly string[]): readonly Entry[] =>
  profiles
    .filter((profile) => wanted.length === 0 || wanted.includes(profile))
    .flatMap((profile) =>
      described.flatMap((one) => {
        const scenarios = one.scenarios.filter((scenario) => scenario.profile === profile);
        return one.requirement.profile !== profile && scenarios.length === 0 ? [] : [{ ...one, profile, scenarios }];
      }),
    );

const countIn = ({ scenarios }: Entry, lane: LaneName): number =>
  scenarios.filter(({ lanes }) => lanes.includes(lane)).length;

const asJson = (entry: Entry, outcomes: RunOutcomes | undefined) => {
  const { requirement, areaTitle, profile, scenarios } = entry;
  const { laneExclusions, lanes: _lanes, ...rest } = requirement;
  return {
    ...rest,
    areaTitle,
    profile,
    lanes: Object.fromEntries(laneNames.map((lane) => [lane, countIn(entry, lane)])),
    ...(Object.keys(laneExclusions).length > 0 && { laneExclusions }),
    scenarios: scenarios.map(({ name, file, line, lanes }) => ({ name, file, line, lanes })),
    ...(outcomes !== undefined && { outcomes: outcomes.get(requirement.id) }),
  };
};

const asText = (entries: readonly Entry[], outcomes: RunOutcomes | undefined, width: number): readonly string[] => {
  const cell = (entry: Entry, lane: LaneName): string =>
    outcomes === undefined ? String(countIn(entry, lane)) : plainTally(outcomes.get(entry.requirement.id)?.[lane]);
  const rows = entries.map((entry) => {
    const { requirement, areaTitle, profile } = entry;
    const { id, level, area, excluded } = requirement;
    const text = `${requirement.text}${excluded === undefined ? '' : ` (no check: ${excluded})`}`;
    return { id, level, area, areaTitle, profile, text, cells: laneNames.map((lane) => cell(entry, lane)) };
  });
  return requirementTables(
    Map.groupBy(rows, ({ profile }) => `Profile ${profile}`),
    width,
  );
};

/** The width of standard output: that of the terminal, and without one no line is wrapped, so that it can be searched. */
const outputWidth = (): number => (process.stdout.isTTY ? process.stdout.columns : Number.MAX_SAFE_INTEGER);

const print = (text: string): void => void process.stdout.write(text);

/** Prints requirements with their checks, or the scenarios that decide them. */
export const listChecks = async (words: readonly string[], options: ListOptions): Promise<void> => {
  const described = await describedRequirements();
  const ofLoad = await loadRunRequirements();
  const known = [...described.map(({ requirement }) => requirement), ...ofLoad];
  const level = options.level.map((name) => name.toUpperCase());
  requireKnownValues('--profile', options.profile, profiles);
  requireKnownValues('--area', options.area, [...new Set(known.map(({ area }) => area))]);
  requireKnownValues('--level', level, levels);
  const ids = words.filter(isRequirementId).map((word) =>
    requirementId(
      word,
      known.map(({ id }) => id),
    ),
  );
  const texts = words.filter((word) => !isRequirementId(word));
  const outcomes = options.failed === undefined ? undefined : await failedIn(options.failed);
  const isFound = (one: Pick<DescribedRequirement['requirement'], 'id' | 'area' | 'text' | 'level'>, title: string) =>
    isAskedFor({ requirement: one, areaTitle: title }, ids, texts) &&
    (options.area.length === 0 || options.area.includes(one.area)) &&
    (level.length === 0 || level.includes(one.level));
  const found = described.filter(
    ({ requirement, areaTitle }) =>
      isFound(requirement, areaTitle) && (outcomes === undefined || outcomes.has(requirement.id)),
  );
  const entries = byProfile(found, options.profile);
  // They have no profile, no scenario, and no outcome in a conformance run.
  const isOfConformance = options.profile.length > 0 || options.scenarios === true || outcomes !== undefined;
  const loadFound = isOfConformance ? [] : ofLoad.filter((one) => isFound(one, one.areaTitle));
  if (entries.length + loadFound.length === 0)
    throw new UsageError('no requirement matches all of these words and options');
  if (options.scenarios === true) return listScenarios(options, entries);
  print(
    options.json === true
      ? `${JSON.stringify(
          [...entries.map((entry) => asJson(entry, outcomes)), ...loadFound.map(loadRequirementJson)],
          null,
          1,
        )}\n`
      : [...asText(entries, outcomes, outputWidth()), ...loadRequirementLines(loadFound, outputWidth())].join('\n'),
  );
};
