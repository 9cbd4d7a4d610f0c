import { laneNames } from '../contract/lane-name.ts';
import { checkProfile } from '../judgement/check-profile.ts';
import { checksIn, parityChecksIn } from '../judgement/declared-checks.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { profiles } from '../contract/requirement.ts';
import { requireKnownValues } from './require-known-values.ts';
import { listScenarios } from './list-scenarios.ts';

/** The options of `list`, as commander hands them over. */
export interface ListOptions {
  readonly json?: boolean;
  readonly scenarios?: boolean;
  readonly profile: string[];
}

/** Every requirement, once for each profile to which its checks belong, with the number of checks in each lane. */
const declared = async (wanted: readonly string[]) => {
  const catalogue = await loadRequirements();
  const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
  const decided = laneNames.map((lane) => ({
    lane,
    scenarios: scenarios.map((scenario) => ({
      scenario,
      ids: new Set([...checksIn(scenario, lane, catalogue), ...parityChecksIn(scenario, lane, catalogue)]),
    })),
  }));
  return profiles
    .filter((profile) => wanted.length === 0 || wanted.includes(profile))
    .flatMap((profile) =>
      [...catalogue.values()].flatMap((requirement) => {
        const { id, level, area, text, excluded, laneExclusions } = requirement;
        const lanes = decided.map(
          (own) =>
            [
              own.lane,
              own.scenarios.filter(
                ({ scenario, ids }) => ids.has(id) && checkProfile(requirement, scenario, catalogue) === profile,
              ).length,
            ] as const,
        );
        if (requirement.profile !== profile && lanes.every(([, count]) => count === 0)) return [];
        const entry = { id, level, area, profile, text, lanes: Object.fromEntries(lanes) };
        return [
          {
            ...entry,
            ...(Object.keys(laneExclusions).length > 0 && { laneExclusions }),
            ...(excluded !== undefined && { excluded }),
          },
        ];
      }),
    );
};

const print = (text: string): void => void process.stdout.write(text);

const listRequirements = async ({ json, profile }: ListOptions): Promise<void> => {
  const requirements = await declared(profile);
  if (json === true) return print(`${JSON.stringify(requirements, null, 1)}\n`);
  for (const [name, own] of Map.groupBy(requirements, (requirement) => requirement.profile)) {
    print(`Profile ${name}\n`);
    print(
      `${'ID'.padEnd(8)} ${'LEVEL'.padEnd(6)} ${laneNames.map((lane) => lane.toUpperCase()).join(' ')}  REQUIREMENT\n`,
    );
    for (const { id, level, lanes, text, excluded } of own)
      print(
        `${id.padEnd(8)} ${level.padEnd(6)} ${laneNames.map((lane) => String(lanes[lane]).padStart(lane.length)).join(' ')}  ${text}${excluded === undefined ? '' : ` (no check: ${excluded})`}\n`,
      );
    print('\n');
  }
};

/** Prints requirements with their checks, or the scenarios. */
export const listChecks = async (options: ListOptions): Promise<void> => {
  requireKnownValues('--profile', options.profile, profiles);
  await (options.scenarios === true ? listScenarios(options) : listRequirements(options));
};
