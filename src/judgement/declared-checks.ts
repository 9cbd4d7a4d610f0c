import type { LaneName } from '../contract/lane-name.ts';
import { laneNames } from '../contract/lane-name.ts';
import type { Requirement } from '../contract/requirement.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';

/** The general parity requirement: all lanes make the same observations. */
export const parityRequirement = 'PAR-01';

export type Catalogue = ReadonlyMap<string, Requirement>;

const known = (catalogue: Catalogue, scenario: ScenarioDeclaration, id: string): Requirement => {
  const requirement = catalogue.get(id);
  if (requirement === undefined)
    throw new Error(`scenario ${scenario.name} declares ${id}, which is not in the catalogue of requirements`);
  return requirement;
};

export const scenarioLanes = (scenario: ScenarioDeclaration): readonly LaneName[] => scenario.lanes ?? laneNames;

/**
 * The requirements that a scenario decides within a lane, in the declared order. Throws if it declares an unknown
 * requirement.
 */
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

/** The requirements that are decided by comparing a lane with the first lane of the scenario. */
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

/** All requirements that a scenario declares, over all lanes. */
export const declaredIn = (scenario: ScenarioDeclaration): ReadonlySet<string> =>
  new Set([
    ...scenario.checks.flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.keys(entry))),
    ...Object.keys(scenario.parity ?? {}),
  ]);
