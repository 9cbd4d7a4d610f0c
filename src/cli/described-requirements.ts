import { laneNames, type LaneName } from '../contract/lane-name.ts';
import { loadAreaTitles, loadRequirements } from '../contract/load-requirements.ts';
import type { Profile, Requirement } from '../contract/requirement.ts';
import type { SourceLocation } from '../contract/source-location.ts';
import { checkProfile } from '../judgement/check-profile.ts';
import { checksIn, parityChecksIn } from '../judgement/declared-checks.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { scenarioLocations } from '../scenarios/scenario-locations.ts';

/** A scenario that decides a requirement: where it stands, and the lanes in which it decides it. */
export interface DecidingScenario extends SourceLocation {
  readonly name: string;
  /** The profile for which its checks of the requirement count. */
  readonly profile: Profile;
  readonly lanes: readonly LaneName[];
}

/** A requirement with all that the suites say about it. */
export interface DescribedRequirement {
  readonly requirement: Requirement;
  readonly areaTitle: string;
  readonly scenarios: readonly DecidingScenario[];
}

/** All requirements, in the order of the catalogue. */
export const describedRequirements = async (): Promise<readonly DescribedRequirement[]> => {
  const catalogue = await loadRequirements();
  const titles = await loadAreaTitles();
  const suites = await loadSuites();
  const locations = await scenarioLocations(suites);
  const decided = new Map<string, DecidingScenario[]>();
  for (const scenario of suites.flatMap((suite) => suite.scenarios)) {
    const lanes = new Map<string, LaneName[]>();
    for (const lane of laneNames)
      for (const id of [...checksIn(scenario, lane, catalogue), ...parityChecksIn(scenario, lane, catalogue)])
        lanes.set(id, [...(lanes.get(id) ?? []), lane]);
    for (const [id, own] of lanes) {
      const requirement = catalogue.get(id);
      const location = locations.get(scenario.name);
      if (requirement === undefined || location === undefined) continue;
      const profile = checkProfile(requirement, scenario, catalogue);
      decided.set(id, [...(decided.get(id) ?? []), { name: scenario.name, ...location, profile, lanes: own }]);
    }
  }
  return [...catalogue.values()].map((requirement) => ({
    requirement,
    areaTitle: titles.get(requirement.area) ?? '',
    scenarios: decided.get(requirement.id) ?? [],
  }));
};
