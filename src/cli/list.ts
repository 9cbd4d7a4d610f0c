import { Command } from 'commander';
import { laneNames } from '../lanes/lane-name.ts';
import { checksIn, declaredIn, parityChecksIn } from '../runner/declared-checks.ts';
import { loadRequirements } from '../scenarios/load-requirements.ts';
import { loadSuites } from '../scenarios/load-suites.ts';

/** Every requirement with the number of checks declared for it in each lane. */
const declared = async () => {
  const catalogue = await loadRequirements();
  const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
  return [...catalogue.values()].map(({ id, level, area, profile, text, excluded, laneExclusions }) => ({
    id,
    level,
    area,
    profile,
    text,
    lanes: Object.fromEntries(
      laneNames.map((lane) => [
        lane,
        scenarios.filter((scenario) =>
          [...checksIn(scenario, lane, catalogue), ...parityChecksIn(scenario, lane, catalogue)].includes(id),
        ).length,
      ]),
    ),
    ...(Object.keys(laneExclusions).length > 0 && { laneExclusions }),
    ...(excluded !== undefined && { excluded }),
  }));
};

/** `list`: requirements and their checks. */
export const listCommand = (): Command =>
  new Command('list')
    .description('list the requirements and how many checks decide each in every lane')
    .option('--json', 'print JSON')
    .option('--scenarios', 'print the scenarios and the requirements that each decides instead')
    .action(async ({ json, scenarios }: { json?: boolean; scenarios?: boolean }) => {
      if (scenarios === true) {
        const all = (await loadSuites()).flatMap((suite) => suite.scenarios);
        const found = all.map((scenario) => ({ name: scenario.name, requirements: [...declaredIn(scenario)] }));
        process.stdout.write(
          json === true
            ? `${JSON.stringify(found, null, 1)}\n`
            : found.map(({ name, requirements }) => `${name.padEnd(40)} ${requirements.join(' ')}\n`).join(''),
        );
        return;
      }
      const requirements = await declared();
      if (json === true) {
        process.stdout.write(`${JSON.stringify(requirements, null, 1)}\n`);
        return;
      }
      for (const { id, level, lanes, text, excluded } of requirements)
        process.stdout.write(
          `${id.padEnd(8)} ${level.padEnd(6)} ${Object.values(lanes).join(' ')}  ${text}${excluded === undefined ? '' : ` (no check: ${excluded})`}\n`,
        );
    });
