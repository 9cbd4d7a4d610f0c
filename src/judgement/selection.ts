import type { LaneName } from '../contract/lane-name.ts';
import { profiles, type Profile, type Requirement } from '../contract/requirement.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { checkProfile } from './check-profile.ts';
import {
  checksIn,
  declaredIn,
  parityChecksIn,
  parityRequirement,
  scenarioLanes,
  type Catalogue,
} from './declared-checks.ts';

/** What is to be run: empty lists mean everything. */
export interface Selection {
  readonly lanes: readonly LaneName[];
  readonly areas: readonly string[];
  readonly requirements: readonly string[];
  readonly profiles: readonly string[];
  readonly scenarios: readonly string[];
}

/** Everything. */
export const wholeSelection: Selection = { lanes: [], areas: [], requirements: [], profiles: [], scenarios: [] };

/** The profiles of which a selection takes every check. */
export const wholeProfiles = ({ profiles: wanted, ...others }: Selection): readonly Profile[] =>
  Object.values(others).some((list: readonly string[]) => list.length > 0)
    ? []
    : profiles.filter((profile) => includes(wanted, profile));

const includes = (list: readonly string[], item: string): boolean => list.length === 0 || list.includes(item);

/** Whether the check of a requirement in a scenario was asked for. What compares lanes goes with every area. */
export const isSelected = (
  requirement: Requirement,
  scenario: ScenarioDeclaration,
  { areas, requirements, profiles: wanted }: Selection,
  catalogue: Catalogue,
): boolean =>
  (includes(areas, requirement.area) || requirement.id === parityRequirement) &&
  includes(requirements, requirement.id) &&
  includes(wanted, checkProfile(requirement, scenario, catalogue));

/** The lanes in which a scenario has to run to decide what was asked for. A parity check needs every lane. */
export const selectedLanes = (
  scenario: ScenarioDeclaration,
  selection: Selection,
  catalogue: Catalogue,
): readonly LaneName[] => {
  if (!includes(selection.scenarios, scenario.name)) return [];
  const wanted = (id: string): boolean => {
    const requirement = catalogue.get(id);
    return requirement !== undefined && isSelected(requirement, scenario, selection, catalogue);
  };
  const own = [...declaredIn(scenario)];
  // Comparing lanes goes with the scenarios that were asked for, unless it was asked for itself.
  if (!own.some(wanted) && !selection.requirements.includes(parityRequirement)) return [];
  const open = scenarioLanes(scenario).filter((lane) => includes(selection.lanes, lane));
  const comparing = open.some((lane) => parityChecksIn(scenario, lane, catalogue).some(wanted));
  return open.filter((lane) => comparing || checksIn(scenario, lane, catalogue).some(wanted));
};
