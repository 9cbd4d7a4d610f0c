import { Command } from 'commander';
import { laneNames } from '../lanes/lane-name.ts';
import { checkProfile } from '../runner/check-profile.ts';
import { checksIn, declaredIn, parityChecksIn } from '../runner/declared-checks.ts';
import { loadRequirements } from '../scenarios/load-requirements.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { profiles } from '../scenarios/requirement.ts';
import { collect } from './collect.ts';
import { among } from './run-options.ts';

interface ListOptions {
  readonly json?: boolean;
  readonly scenarios?: boolean;
  readonly profile: string[];
}

/** Every requirement, once for each profile that checks of it count for, with the number of checks in each lane. */
const declared = async (wanted: readonly string[]) => {
  const catalogue = await loadRequirements();
  const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
  return profiles
    .filter((profile) => wanted.length === 0 || wanted.includes(profile))
    .flatMap((profile) =>
      [...catalogue.values()].flatMap((requirement) => {
        const { id, level, area, text, excluded, laneExclusions } = requirement;
        const own = scenarios.filter((scenario) => checkProfile(requirement, scenario, catalogue) === profile);
        const lanes = laneNames.map(
          (lane) =>
            [
              lane,
              own.filter((scenario) =>
                [...checksIn(scenario, lane, catalogue), ...parityChecksIn(scenario, lane, catalogue)].includes(id),
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

const listScenarios = async ({ json, profile: wanted }: ListOptions): Promise<void> => {
  const catalogue = await loadRequirements();
  const found = (await loadSuites())
    .flatMap((suite) => suite.scenarios)
    .map((scenario) => {
      const requirements = [...declaredIn(scenario)];
      const own = requirements.flatMap((id) => {
        const requirement = catalogue.get(id);
        return requirement === undefined ? [] : [checkProfile(requirement, scenario, catalogue)];
      });
      return { name: scenario.name, profiles: [...new Set(own)], requirements };
    })
    .filter((scenario) => wanted.length === 0 || scenario.profiles.some((profile) => wanted.includes(profile)));
  if (json === true) return print(`${JSON.stringify(found, null, 1)}\n`);
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length)) + 1;
  const rows = [
    ['SCENARIO', 'PROFILE', 'REQUIREMENTS'] as const,
    ...found.map((one) => [one.name, one.profiles.join(','), one.requirements.join(' ')] as const),
  ];
  const [first, second] = [widest(rows.map(([name]) => name)), widest(rows.map(([, profile]) => profile))];
  for (const [name, profile, ids] of rows) print(`${name.padEnd(first)} ${profile.padEnd(second)} ${ids}\n`);
};

/** `list`: requirements and their checks. */
export const listCommand = (): Command =>
  new Command('list')
    .description('list the requirements and how many checks decide each in every lane')
    .option('--json', 'print JSON')
    .option('--scenarios', 'print the scenarios and the requirements that each decides instead')
    .option('--profile <profiles>', 'only what counts for these profiles: core …', collect, [])
    .action(async (options: ListOptions) => {
      among('--profile', options.profile, profiles);
      await (options.scenarios === true ? listScenarios(options) : listRequirements(options));
    });
