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

/** The selection of a run; an empty list selects everything. */
export interface Selection {
  readonly lanes: readonly LaneName[];
  readonly areas: readonly string[];
  readonly requirements: readonly string[];
  readonly profiles: readonly string[];
  readonly scenarios: readonly string[];
}

export const wholeSelection: Selection = { lanes: [], areas: [], requirements: [], profiles: [], scenarios: [] };

/** The profiles of which a selection includes every check. */
export const wholeProfiles = ({ profiles: wanted, ...others }: Selection): readonly Profile[] =>
  Object.values(others).some((list: readonly string[]) => list.length > 0)
    ? []
    : profiles.filter((profile) => includes(wanted, profile));

const includes = (list: readonly string[], item: string): boolean => list.length === 0 || list.includes(item);

/**
 * Whether the check of a requirement in a scenario is selected. The general parity requirement belongs to every area.
 */
export const isSelected = (
  requirement: Requirement,
  scenario: ScenarioDeclaration,
  { areas, requirements, profiles: wanted }: Selection,
  catalogue: Catalogue,
): boolean =>
  (includes(areas, requirement.area) || requirement.id === parityRequirement) &&
  includes(requirements, requirement.id) &&
  includes(wanted, checkProfile(requirement, scenario, catalogue));

/** The lanes in which a scenario must run to decide the selected checks. A parity check requires every lane. */
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
  // Parity alone does not select a scenario, unless the parity requirement was selected explicitly.
  if (!own.some(wanted) && !selection.requirements.includes(parityRequirement)) return [];
  const open = scenarioLanes(scenario).filter((lane) => includes(selection.lanes, lane));
  const comparing = open.some((lane) => parityChecksIn(scenario, lane, catalogue).some(wanted));
  return open.filter((lane) => comparing || checksIn(scenario, lane, catalogue).some(wanted));
};
