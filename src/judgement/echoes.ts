import type { LaneName } from '../contract/lane-name.ts';
import type { CheckResult } from '../contract/result.ts';
import { failedReason, noAnswer, ownValue, valueOfBase } from './compared-value.ts';

/** A shorter text, as `1` or `[]`, is part of too many others to be the same observation. */
const tellingLength = 3;

const isPartOf = (part: string, whole: string): boolean => part.length >= tellingLength && whole.includes(part);

/** What a comparison says of one of the two lanes, its own or the one with which it is compared. */
const saidOf = ({ lane, deviations = {} }: CheckResult, other: LaneName): readonly string[] =>
  Object.values(deviations).map(({ observed }) =>
    lane === other ? ownValue(observed) : (valueOfBase(observed) ?? observed),
  );

/** What a check observed where it failed, in the words of a comparison. */
const foundBy = ({ deviations = {} }: CheckResult): readonly string[] => [
  ...Object.values(deviations).map(({ observed }) => observed),
  ...('an answer' in deviations ? [noAnswer] : []),
];

/**
 * Whether a comparison of lanes fails for what another check of its scenario found in one of the two lanes: it observed the
 * same value there, in whole or as a part, or could not observe something because of that check.
 */
export const isEchoOf = (comparison: CheckResult, origin: CheckResult): boolean => {
  const said = saidOf(comparison, origin.lane);
  const found = foundBy(origin);
  return said.some(
    (value) =>
      value.includes(failedReason(origin.requirement)) ||
      found.some((one) => isPartOf(one, value) || isPartOf(value, one)),
  );
};
