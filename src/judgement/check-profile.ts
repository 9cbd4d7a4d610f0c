import type { Profile, Requirement } from '../contract/requirement.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { declaredIn, parityRequirement, type Catalogue } from './declared-checks.ts';

/** The one profile of everything that a scenario declares, where there is one. */
const commonProfile = (scenario: ScenarioDeclaration, catalogue: Catalogue): Profile | undefined => {
  const profiles = new Set([...declaredIn(scenario)].map((id) => catalogue.get(id)?.profile));
  return profiles.size === 1 ? [...profiles][0] : undefined;
};

/**
 * The profile that a check counts for: the scenario's, where it has one, else the requirement's. That the lanes observe the
 * same is said for every profile at once: it counts for the profile that the rest of its scenario is about.
 */
export const checkProfile = (requirement: Requirement, scenario: ScenarioDeclaration, catalogue: Catalogue): Profile =>
  scenario.profile ??
  (requirement.id === parityRequirement ? commonProfile(scenario, catalogue) : undefined) ??
  requirement.profile;
