import { laneNames, type LaneName } from '../contract/lane-name.ts';
import type { CheckResult } from '../contract/result.ts';
import { oneLine } from '../text/value-text.ts';
import { statementOf } from './aspects.ts';
import { ownValue } from './compared-value.ts';
import { isEchoOf } from './echoes.ts';
import { checkName, type DeclaredCheck } from './expected-checks.ts';
import { novelties, noveltyOf, type Novelty } from './novelty.ts';
import { refusalIn } from './refusal.ts';

/** One reason for which checks do not hold, with all of them. */
export interface Cause {
  /** Unique in the report: `cause-1`. Numbered as readers want them: by novelty, then the largest first. */
  readonly id: string;
  readonly novelty: Novelty;
  /** The reason of the baseline, the refusal that all these checks met, or what the first of them observed. */
  readonly text: string;
  readonly requirements: readonly string[];
  readonly lanes: readonly LaneName[];
  /** The number of its checks, of which `echoes` only follow from others. */
  readonly checks: number;
  readonly echoes: number;
}

/** What is known of one check beside its result. */
export interface CheckCause {
  readonly novelty: Novelty;
  /** The id of its cause. */
  readonly cause: string;
  /** The check of the same scenario that fails as well, so that this comparison had to. */
  readonly echoOf?: { readonly requirement: string; readonly lane: LaneName };
}

/** The causes of a run, and that of each check that has one, by the name of the check. */
export interface Causes {
  readonly causes: readonly Cause[];
  readonly checks: ReadonlyMap<string, CheckCause>;
}

const inBrief = (text: string): string => oneLine(text, 120);

/** What a check observed, in one line: its first aspect, with what was observed of it. */
const observation = ({ message = '', deviations = {} }: CheckResult): string => {
  const [first] = Object.entries(deviations);
  return first === undefined ? inBrief(message) : `${first[0]}: ${inBrief(first[1].observed)}`;
};

/** Everything that a check says about what it observed in its own lane. */
const said = ({ message = '', observed = '', deviations = {} }: CheckResult): string =>
  [...Object.values(deviations).map((one) => ownValue(one.observed)), observed, message].join('\n');

/** The statement of the first aspect that fails, of whatever part and surface. */
const statement = ({ message = '', deviations = {} }: CheckResult): string =>
  statementOf(Object.keys(deviations)[0] ?? message).replace(/^(?:rest|kubernetes): /, '');

/** The key by which checks have the same cause, and the text of the cause. */
const reasonOf = (check: CheckResult): { readonly key: string; readonly text: string } => {
  const { requirement, outcome, baselineReason, message = '' } = check;
  if (baselineReason !== undefined && outcome !== 'failed') return { key: baselineReason, text: baselineReason };
  const refusal = refusalIn(said(check));
  if (refusal !== undefined) return { key: refusal, text: refusal };
  // What could not be decided says what stood in the way, which is the same for all checks behind it.
  if (outcome === 'blocked') return { key: message, text: inBrief(message) };
  return { key: `${requirement} ${statement(check)}`, text: observation(check) };
};

interface Judged {
  readonly check: CheckResult;
  readonly novelty: Novelty;
}

/**
 * The check from which another of its scenario follows: the one that blocks it or, for a comparison of lanes, the first
 * that fails on its own in one of the compared lanes, and there in what the comparison observed if that is new. What is new
 * never follows from what is known.
 */
const originOf = (
  { check, novelty }: Judged,
  others: readonly Judged[],
  comparisons: ReadonlyMap<string, DeclaredCheck>,
): Judged | undefined => {
  const asNew = (other: Judged): boolean =>
    novelty === 'known' || other.novelty === 'new' || other.novelty === 'changed';
  const { blockedBy } = check;
  if (blockedBy !== undefined)
    return others.find(
      (other) => other.check.requirement === blockedBy.requirement && other.check.lane === blockedBy.lane,
    );
  const compared = comparisons.get(checkName(check));
  if (compared === undefined || novelty === 'fixed') return undefined;
  const [base] = compared.observed;
  const isBlocked = check.outcome === 'blocked';
  return others.find(
    (other) =>
      !comparisons.has(checkName(other.check)) &&
      other.novelty !== 'fixed' &&
      (other.check.lane === check.lane || other.check.lane === base) &&
      // Without an answer there is nothing to compare, and what a lane answered does not matter.
      (!isBlocked || other.check.outcome === 'blocked') &&
      (isBlocked || novelty === 'known' || isEchoOf(check, other.check)) &&
      asNew(other),
  );
};

interface Placed extends Judged {
  /** The check from which it follows. */
  readonly origin: Judged | undefined;
  /** The novelty of its group. */
  readonly group: Novelty;
  readonly key: string;
  readonly text: string;
}

const rank = ([first]: readonly Placed[]): number =>
  first === undefined ? novelties.length : novelties.indexOf(first.group);

/** The number of checks that fail on their own. */
const own = (members: readonly Placed[]): number => members.filter(({ origin }) => origin === undefined).length;

/**
 * Groups the checks that do not hold by their cause. Checks have a common cause if the baseline gives the same reason, if
 * they met the same refusal, or if the same statement of one requirement does not hold. A comparison of lanes, and
 * what is blocked, goes with the check from which it follows.
 */
export const causesOf = (checks: readonly CheckResult[], declared: readonly DeclaredCheck[]): Causes => {
  const comparisons = new Map(
    declared.filter(({ compared }) => compared.length > 0).map((check) => [checkName(check), check]),
  );
  const judged = checks.flatMap((check): readonly Judged[] => {
    const novelty = noveltyOf(check);
    return novelty === undefined ? [] : [{ check, novelty }];
  });
  const byScenario = Map.groupBy(judged, ({ check }) => check.scenario);
  const placed = judged.map((one): Placed => {
    const others = byScenario.get(one.check.scenario) ?? [];
    const origin = originOf(one, others, comparisons);
    // What is blocked by a comparison follows from whatever the comparison follows from.
    const first = (origin && originOf(origin, others, comparisons)) ?? origin ?? one;
    return { ...one, origin, group: first.novelty, ...reasonOf(first.check) };
  });
  const groups = [...Map.groupBy(placed, ({ group, key }) => `${group} ${key}`).values()].toSorted(
    (a, b) => rank(a) - rank(b) || own(b) - own(a),
  );
  const causes = groups.flatMap((members, index): Cause[] => {
    // The text of a check that fails on its own says more than that of one which follows from it.
    const named = members.find(({ origin }) => origin === undefined) ?? members[0];
    if (named === undefined) return [];
    return [
      {
        id: `cause-${index + 1}`,
        novelty: named.group,
        text: named.text,
        requirements: [...new Set(members.map(({ check }) => check.requirement))],
        lanes: laneNames.filter((lane) => members.some(({ check }) => check.lane === lane)),
        checks: members.length,
        echoes: members.length - own(members),
      },
    ];
  });
  return {
    causes,
    checks: new Map(
      groups.flatMap((members, index) =>
        members.map(({ check, novelty, origin }): [string, CheckCause] => [
          checkName(check),
          {
            novelty,
            cause: `cause-${index + 1}`,
            ...(origin !== undefined &&
              check.blockedBy === undefined && {
                echoOf: { requirement: origin.check.requirement, lane: origin.check.lane },
              }),
          },
        ]),
      ),
    ),
  };
};
