import type { Deviations } from '../contract/aspect.ts';
import type { Outcome } from '../contract/outcome.ts';
import type { CheckResult, Difference, Observation, ScenarioResult } from '../contract/result.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { aspectsOf, deviates, type Aspect } from './aspects.ts';
import { comparedValue, failedReason, noAnswer } from './compared-value.ts';
import { withOrderedKeys } from './normaliser.ts';

/** Values that one lane should have observed and did, as lines of text, and the assertion that they violate. */
export interface LaneDeviation {
  readonly message: string;
  readonly expected: string;
  readonly observed: string;
  readonly deviations: Deviations;
}

/** The result of comparing two lanes under one label. */
export type LabelVerdict =
  | { readonly outcome: 'passed'; readonly difference?: LabelDifference; readonly compared: readonly string[] }
  | {
      readonly outcome: 'failed';
      readonly difference?: LabelDifference;
      readonly deviation: LaneDeviation;
      readonly compared: readonly string[];
    }
  | {
      readonly outcome: 'blocked' | 'error';
      readonly message: string;
      readonly blockedBy?: NonNullable<CheckResult['blockedBy']>;
    };

type LabelDifference = Omit<Difference, 'requirement'>;

const isAnswer = (observation: Observation | undefined): boolean => observation?.value !== undefined;

const shown = (observation: Observation | undefined): string =>
  observation?.value === undefined ? noAnswer : JSON.stringify(observation.value);

const value = (one: unknown): string => (one === undefined ? noAnswer : JSON.stringify(one));

/** By name, each with what `observedOf` makes of the observed and the expected value. */
const deviationsOf = (
  aspects: readonly Aspect[],
  observedOf: (observed: string, expected: string) => string = (observed) => observed,
): Deviations =>
  Object.fromEntries(
    aspects.filter(deviates).map((aspect) => {
      const [expected, observed] = [value(aspect.expected), value(aspect.observed)];
      return [aspect.name, { expected, observed: observedOf(observed, expected) }];
    }),
  );

/** The reason why a lane may have observed no more, and the outcome of what it did not observe. */
interface Obstacle {
  readonly outcome: 'blocked' | 'error';
  readonly reason: string;
  readonly blockedBy?: NonNullable<CheckResult['blockedBy']>;
}

const firstWith = (wanted: Outcome, checks: readonly CheckResult[]): string | undefined =>
  checks.find(({ outcome }) => outcome === wanted)?.requirement;

/** The error of the harness in a lane, in words. It says nothing about the target, so neither does what follows it. */
const errorIn = ({ checks, aborted, abortedAs }: ScenarioResult): string | undefined => {
  const error = firstWith('error', checks);
  if (error !== undefined) return `${error} is in error`;
  return aborted !== undefined && abortedAs === 'error' ? `it broke off: ${aborted}` : undefined;
};

const obstacleIn = (result: ScenarioResult): Obstacle | undefined => {
  const { lane, checks, aborted } = result;
  const [failed, blocked] = [firstWith('failed', checks), firstWith('blocked', checks)];
  if (failed !== undefined)
    return { outcome: 'blocked', reason: failedReason(failed), blockedBy: { requirement: failed, lane } };
  const error = errorIn(result);
  if (error !== undefined) return { outcome: 'error', reason: error };
  if (aborted !== undefined) return { outcome: 'blocked', reason: `it broke off: ${aborted}` };
  return blocked === undefined ? undefined : { outcome: 'blocked', reason: `${blocked} is blocked` };
};

/** The verdict if a lane observed nothing under the label: by what prevented it, or else the scenario is wrong. */
const neverObserved = (label: string, results: readonly ScenarioResult[]): LabelVerdict | undefined => {
  const unseen = results.filter(({ observations }) => observations[label] === undefined);
  for (const result of unseen) {
    const obstacle = obstacleIn(result);
    if (obstacle !== undefined)
      return {
        outcome: obstacle.outcome,
        message: `${result.lane} did not observe everything, because ${obstacle.reason}`,
        ...(obstacle.blockedBy !== undefined && { blockedBy: obstacle.blockedBy }),
      };
  }
  const [first] = unseen;
  if (first === undefined) return undefined;
  const remedy = 'correct the label, or declare the lanes that observe it';
  return { outcome: 'error', message: `the scenario never observed "${label}" in ${first.lane}: ${remedy}` };
};

/**
 * The verdict if lanes lack an answer under the label; undefined if the lack itself is what is compared. A lane that looked
 * and got no answer has observed that, whatever else failed in it, unless the harness was in error.
 */
const withoutAnswer = (label: string, base: ScenarioResult, other: ScenarioResult): LabelVerdict | undefined => {
  const unseen = neverObserved(label, [base, other]);
  if (unseen !== undefined) return unseen;
  const lacking = [base, other].filter(({ observations }) => !isAnswer(observations[label]));
  const wrong = lacking.map((result) => ({ lane: result.lane, reason: errorIn(result) })).find((one) => one.reason);
  if (wrong !== undefined)
    return { outcome: 'error', message: `${wrong.lane} did not observe everything, because ${wrong.reason}` };
  if (lacking.length < 2) return undefined;
  const message = `neither ${base.lane} nor ${other.lane} was given an answer that shows "${label}"`;
  // Where nothing else failed, it may be the scenario that looks for the answer in the wrong place.
  if (lacking.every((result) => obstacleIn(result) === undefined)) return { outcome: 'error', message };
  const observed = comparedValue(noAnswer, base.lane, noAnswer);
  return {
    outcome: 'failed',
    deviation: {
      message,
      expected: `${label}: an answer`,
      observed: `${label}: ${noAnswer}`,
      deviations: { [label]: { expected: 'an answer', observed } },
    },
    compared: [label],
  };
};

/**
 * Compares the observations of two lanes under one label. Labels that both lanes left without an answer are not equal,
 * and one that a lane did not observe is no difference: the verdict names the check that prevented it, or the defect of
 * the scenario.
 */
export const compareLabel = (
  scenario: ScenarioDeclaration,
  label: string,
  base: ScenarioResult,
  other: ScenarioResult,
): LabelVerdict => {
  const undecided = withoutAnswer(label, base, other);
  if (undecided !== undefined) return undecided;
  const [baseValue, laneValue] = [shown(base.observations[label]), shown(other.observations[label])];
  const difference: LabelDifference = {
    scenario: scenario.name,
    label,
    base: base.lane,
    lane: other.lane,
    baseValue,
    laneValue,
  };
  const declared = scenario.differences?.[label];
  if (declared === undefined) {
    const aspects = aspectsOf(label, other.observations[label]?.value, base.observations[label]?.value);
    const compared = aspects.map(({ name }) => name);
    if (baseValue === laneValue) return { outcome: 'passed', compared };
    const message = `the lane observes something else than ${base.lane}`;
    const deviation = {
      message,
      expected: `${label}: ${baseValue}`,
      observed: `${label}: ${laneValue}`,
      deviations: deviationsOf(aspects, (observed, expected) => comparedValue(observed, base.lane, expected)),
    };
    return { outcome: 'failed', difference, deviation, compared };
  }
  const stated = [base, other].map(({ lane, observations }) => ({
    lane,
    value: declared.values[lane],
    observed: shown(observations[label]),
    aspects: aspectsOf(`${label} in ${lane}`, observations[label]?.value, withOrderedKeys(declared.values[lane])),
  }));
  const compared = stated.flatMap(({ aspects }) => aspects.map(({ name }) => name));
  const unstated = stated.find(({ value }) => value === undefined);
  if (unstated !== undefined)
    return { outcome: 'error', message: `the documented difference "${label}" states no value for ${unstated.lane}` };
  const wrong = stated
    .map(({ value, ...rest }) => ({ ...rest, expected: JSON.stringify(withOrderedKeys(value)) }))
    .filter(({ expected, observed }) => expected !== observed);
  if (wrong.length === 0)
    return baseValue === laneValue
      ? { outcome: 'passed', compared }
      : { outcome: 'passed', compared, difference: { ...difference, allowed: declared.reason } };
  const lines = (text: (one: (typeof wrong)[number]) => string) =>
    wrong.map((one) => `${label} in ${one.lane}: ${text(one)}`).join('\n');
  return {
    outcome: 'failed',
    ...(baseValue !== laneValue && { difference }),
    deviation: {
      message: `the difference from ${base.lane} is not the documented one`,
      expected: lines(({ expected }) => expected),
      observed: lines(({ observed }) => observed),
      deviations: deviationsOf(wrong.flatMap(({ aspects }) => aspects)),
    },
    compared,
  };
};
