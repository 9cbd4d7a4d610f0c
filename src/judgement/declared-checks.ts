import type { LaneName } from '../contract/lane-name.ts';
import { laneNames } from '../contract/lane-name.ts';
import type { Requirement } from '../contract/requirement.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';

/** The requirement that says the lanes observe the same. */
export const parityRequirement = 'PAR-01';

export type Catalogue = ReadonlyMap<string, Requirement>;

const known = (catalogue: Catalogue, scenario: ScenarioDeclaration, id: string): Requirement => {
  const requirement = catalogue.get(id);
  if (requirement === undefined) throw new Error(`scenario ${scenario.name} declares ${id}, which is no requirement`);
  return requirement;
};

export const scenarioLanes = (scenario: ScenarioDeclaration): readonly LaneName[] => scenario.lanes ?? laneNames;

/** What a scenario decides in a lane by itself, in the order declared. Throws when it declares an unknown requirement. */
export const checksIn = (scenario: ScenarioDeclaration, lane: LaneName, catalogue: Catalogue): readonly string[] => {
  if (!scenarioLanes(scenario).includes(lane)) return [];
  return scenario.checks.flatMap((entry) => {
    const declared: [string, readonly LaneName[]][] =
      typeof entry === 'string' ? [[entry, known(catalogue, scenario, entry).lanes]] : Object.entries(entry);
    return declared
      .filter(([id, lanes]) => known(catalogue, scenario, id).lanes.includes(lane) && lanes.includes(lane))
      .map(([id]) => id);
  });
};

/** What is decided by comparing a lane with the first lane of the scenario. */
export const parityChecksIn = (
  scenario: ScenarioDeclaration,
  lane: LaneName,
  catalogue: Catalogue,
): readonly string[] => {
  const lanes = scenarioLanes(scenario);
  if (!lanes.includes(lane) || lane === lanes[0]) return [];
  const named = Object.keys(scenario.parity ?? {}).filter((id) => known(catalogue, scenario, id).lanes.includes(lane));
  return [...named, parityRequirement];
};

/** Every requirement a scenario names, whatever the lane. */
export const declaredIn = (scenario: ScenarioDeclaration): ReadonlySet<string> =>
  new Set([
    ...scenario.checks.flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.keys(entry))),
    ...Object.keys(scenario.parity ?? {}),
  ]);
