import { laneNames, type LaneName } from '../contract/lane-name.ts';
import {
  checksIn,
  parityChecksIn,
  parityRequirement,
  scenarioLanes,
  type Catalogue,
} from '../judgement/declared-checks.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Kill, Mutant } from './mutant.ts';

/** The unique name of a check: `CRUD-06 in kubernetes/rest of pipeline-created-twice`. */
export const checkKey = (requirement: string, lane: LaneName, scenario: string): string =>
  `${requirement} in ${lane} of ${scenario}`;

/** The requirement in the key of a check. */
export const requirementOf = (key: string): string => key.split(' ', 1)[0] ?? key;

/**
 * The name of what a check compares, by the statement: `CRUD-06: the second create is refused`. A requirement makes the same
 * statement in all of its scenarios, whereas a label of what lanes observe belongs to its scenario alone: `PAR-01 of
 * pipeline-created-twice: second`.
 */
export const aspectOf = (key: string, statement: string): string => {
  const requirement = requirementOf(key);
  const place = requirement === parityRequirement ? ` of ${key.split(' of ').at(-1)}` : '';
  return `${requirement}${place}: ${statement}`;
};

/** A documented difference makes a statement about each of its lanes: `reads in database/rest`. */
const aboutOneLane = new RegExp(` in (?:${laneNames.join('|')})$`);

/**
 * The aspects that a kill shows to fail. Where only the other lane of a comparison has the defect, nothing is shown of the
 * lane of the check, but for statements about one lane, which fail by a defect of that lane alone.
 */
export const aspectsShownBy = ({
  key,
  statements,
  inOwnLane,
}: {
  readonly key: string;
  readonly statements: readonly string[];
  readonly inOwnLane: boolean;
}): readonly string[] =>
  statements
    .filter((statement) => inOwnLane || aboutOneLane.test(statement))
    .map((statement) => aspectOf(key, statement));

/** A declared check of a scenario in a lane. */
export interface DeclaredCheck {
  readonly requirement: string;
  readonly lane: LaneName;
  readonly scenario: Scenario;
}

/** Every check that can fail: all declared checks except those of level MAY, which are only recorded. */
export const failableChecks = (scenarios: readonly Scenario[], catalogue: Catalogue): readonly DeclaredCheck[] =>
  scenarios.flatMap((scenario) =>
    scenarioLanes(scenario).flatMap((lane) =>
      [...checksIn(scenario, lane, catalogue), ...parityChecksIn(scenario, lane, catalogue)]
        .filter((requirement) => catalogue.get(requirement)?.level !== 'MAY')
        .map((requirement) => ({ requirement, lane, scenario })),
    ),
  );

/** The requirement of a kill. */
export const killedRequirement = (kill: Kill): string => (typeof kill === 'string' ? kill : kill.requirement);

const covers = (kill: Kill, mutant: Mutant, { requirement, lane, scenario }: DeclaredCheck): boolean => {
  if (typeof kill === 'string') return kill === requirement && (mutant.lanes?.includes(lane) ?? true);
  return (
    kill.requirement === requirement &&
    (kill.lanes ?? mutant.lanes ?? [lane]).includes(lane) &&
    (kill.scenarios?.includes(scenario.multiUserVariantOf ?? scenario.name) ?? true)
  );
};

/** The kills of a mutant that are about this check. */
const killsAbout = (mutant: Mutant, check: DeclaredCheck): readonly Kill[] =>
  mutant.kills.filter((kill) => covers(kill, mutant, check));

/** The checks that a mutant declares to fail. */
export const killsOf = (mutant: Mutant, checks: readonly DeclaredCheck[]): readonly DeclaredCheck[] =>
  checks.filter((check) => killsAbout(mutant, check).length > 0);
