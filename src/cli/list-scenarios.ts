import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import type { Profile } from '../contract/requirement.ts';
import { locationText, type SourceLocation } from '../contract/source-location.ts';
import { checkProfile } from '../judgement/check-profile.ts';
import { declaredIn } from '../judgement/declared-checks.ts';
import { declarationOf } from '../scenarios/declaration-of.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { scenarioLocations } from '../scenarios/scenario-locations.ts';

/** A scenario as `list --scenarios --json` shows it. */
interface ListedScenario extends SourceLocation {
  readonly name: string;
  readonly profiles: readonly Profile[];
  readonly requirements: readonly string[];
  readonly declaration: ScenarioDeclaration;
}

const listed = async (): Promise<readonly ListedScenario[]> => {
  const catalogue = await loadRequirements();
  const suites = await loadSuites();
  const locations = await scenarioLocations(suites);
  return suites
    .flatMap((suite) => suite.scenarios)
    .map((scenario) => {
      const requirements = [...declaredIn(scenario)];
      const own = requirements.flatMap((id) => {
        const requirement = catalogue.get(id);
        return requirement === undefined ? [] : [checkProfile(requirement, scenario, catalogue)];
      });
      const location = locations.get(scenario.name);
      if (location === undefined) throw new Error(`${scenario.name} has no location`);
      return {
        name: scenario.name,
        profiles: [...new Set(own)],
        requirements,
        ...location,
        declaration: declarationOf(scenario),
      };
    });
};

/** Prints the scenarios that decide these requirements, with profiles, file and line; in JSON also their declaration. */
export const listScenarios = async (
  { json }: { readonly json?: boolean },
  deciding: readonly { readonly scenarios: readonly { readonly name: string }[] }[],
): Promise<void> => {
  const print = (text: string): void => void process.stdout.write(text);
  const names = new Set(deciding.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)));
  const found = (await listed()).filter(({ name }) => names.has(name));
  if (json === true) return print(`${JSON.stringify(found, null, 1)}\n`);
  const rows = [
    ['SCENARIO', 'PROFILE', 'FILE', 'REQUIREMENTS'],
    ...found.map((one) => [one.name, one.profiles.join(','), locationText(one), one.requirements.join(' ')]),
  ];
  const widths = [0, 1, 2].map((column) => 1 + Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) print(`${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' ')}\n`);
};
