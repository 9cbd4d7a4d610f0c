import type { LaneName } from '../contract/lane-name.ts';
import { laneNames } from '../contract/lane-name.ts';
import type { Level, Profile, Requirement } from '../contract/requirement.ts';
import type { PlacedCheck } from './check-list.ts';
import type { Catalogue } from './declared-checks.ts';
import { checkName, type DeclaredCheck } from './expected-checks.ts';
import type { RunFacts } from './run-facts.ts';
import type { CheckEntry } from './schema.ts';
import { joinedStanding, standingOf, type Exemption, type Gap, type Standing } from './standing.ts';

/** What the suites require of a profile. */
export interface Demand {
  readonly catalogue: Catalogue;
  /** All checks that the suites declare, whatever was selected. */
  readonly declared: readonly DeclaredCheck[];
}

/** The checks of a run with its facts. */
export interface JudgedRun {
  readonly facts: RunFacts;
  readonly checks: readonly PlacedCheck[];
}

/** A requirement in a lane, and what its checks contribute to the conformance of a profile. */
export interface ProfilePair {
  readonly requirement: string;
  readonly level: Level;
  readonly lane: LaneName;
  readonly is: Standing['is'];
  /** The exemptions of its checks, if it is exempt. */
  readonly exemptions: readonly Exemption[];
  /** Its checks that nothing decided. */
  readonly gaps: readonly Gap[];
}

/** `unmet` if any check is, else `missing` if any is, else `exempt` if all are, else `met`. */
const pairOf = (requirement: Requirement, lane: LaneName, standings: readonly Standing[]): ProfilePair => {
  const has = (is: Standing['is']): boolean => standings.some((standing) => standing.is === is);
  const is = has('unmet') ? 'unmet' : has('missing') ? 'missing' : has('met') ? 'met' : 'exempt';
  return {
    requirement: requirement.id,
    level: requirement.level,
    lane,
    is,
    exemptions: is === 'exempt' ? standings.flatMap((one) => (one.is === 'exempt' ? [one.exemption] : [])) : [],
    gaps: standings.flatMap((one) => (one.is === 'missing' ? [one.gap] : [])),
  };
};

/** The checks that a run decided for a profile, by name. */
const decidedFor = (profile: Profile, { checks }: JudgedRun): ReadonlyMap<string, CheckEntry> =>
  new Map(
    checks
      .filter(({ check }) => check.profile === profile)
      .map(({ requirement, lane, check }) => [
        checkName({ requirement: requirement.id, lane, scenario: check.scenario }),
        check,
      ]),
  );

/**
 * All requirement × lane pairs of a profile: those of the catalogue, those that the suites declare for it, and those that
 * a run decided for it. A pair that nothing declares is missing.
 */
export const profilePairs = (
  profile: Profile,
  { catalogue, declared }: Demand,
  runs: readonly JudgedRun[],
): readonly ProfilePair[] => {
  const own = declared.filter((check) => check.profile === profile);
  const ownNames = new Map(own.map((check) => [checkName(check), check]));
  const decided = runs.map((run) => ({ facts: run.facts, checks: decidedFor(profile, run) }));
  const undeclared = runs.flatMap(({ checks }) =>
    checks
      .filter(({ check }) => check.profile === profile)
      .map(({ requirement, lane, check }) => ({ requirement: requirement.id, lane, scenario: check.scenario }))
      .filter((check) => !ownNames.has(checkName(check))),
  );
  const byPair = Map.groupBy([...own, ...undeclared], ({ requirement, lane }) => `${requirement} ${lane}`);
  return [...catalogue.values()].flatMap((requirement) =>
    laneNames.flatMap((lane) => {
      const names = new Set((byPair.get(`${requirement.id} ${lane}`) ?? []).map(checkName));
      const demanded = requirement.profile === profile && requirement.lanes.includes(lane);
      if (names.size === 0 && !demanded) return [];
      const standings = [...(names.size === 0 ? [''] : names)].map((name) => {
        const place = { requirement, declared: ownNames.get(name), profile, catalogue };
        return joinedStanding(
          decided.map(({ facts, checks }) => ({ standing: standingOf(checks.get(name), place, facts), facts })),
          place,
        );
      });
      return [pairOf(requirement, lane, standings)];
    }),
  );
};
