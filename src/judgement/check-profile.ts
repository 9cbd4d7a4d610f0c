import type { Profile, Requirement } from '../contract/requirement.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { declaredIn, parityRequirement, type Catalogue } from './declared-checks.ts';

/** The profile of all requirements that a scenario declares, if they share one. */
const commonProfile = (scenario: ScenarioDeclaration, catalogue: Catalogue): Profile | undefined => {
  const profiles = new Set([...declaredIn(scenario)].map((id) => catalogue.get(id)?.profile));
  return profiles.size === 1 ? [...profiles][0] : undefined;
};

/**
 * The profile that a check counts for: that of the scenario, if it has one, else that of the requirement. The general
 * parity requirement belongs to all profiles: it counts for the common profile of the other requirements of its
 * scenario.
 */
export const checkProfile = (requirement: Requirement, scenario: ScenarioDeclaration, catalogue: Catalogue): Profile =>
  scenario.profile ??
  (requirement.id === parityRequirement ? commonProfile(scenario, catalogue) : undefined) ??
  requirement.profile;
