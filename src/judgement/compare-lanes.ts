import type { LaneName } from '../contract/lane-name.ts';
import type { NotApplicableReason } from '../contract/outcome.ts';
import type { CheckResult, Difference, ScenarioResult } from '../contract/result.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { compareLabel, type LaneDeviation, type LabelVerdict } from './compare-label.ts';
import { generalLabels, labelsOfRequirement, type DeclaredLabel } from './declared-labels.ts';
import { stableText } from './stable-text.ts';
import { parityChecksIn, parityRequirement, scenarioLanes, type Catalogue } from './declared-checks.ts';

/** The key of a check within its scenario. */
export const aspectKey = (requirement: string, lane: LaneName): string => `${requirement} in ${lane}`;

/** The result of comparing the lanes of a scenario. */
export interface Comparison {
  readonly checks: readonly CheckResult[];
  /** The names of the aspects that each check compared, by the key of the check (`aspectKey`). */
  readonly aspects: ReadonlyMap<string, readonly string[]>;
  readonly differences: readonly Difference[];
}

type Decision = Pick<
  CheckResult,
  'outcome' | 'reason' | 'message' | 'expected' | 'observed' | 'deviations' | 'blockedBy'
>;

const notApplicable = (reason: NotApplicableReason, message: string): Decision => ({
  outcome: 'not-applicable',
  reason,
  message,
});

/** Why a lane without a result was not run. */
const notSelected = { reason: 'lane', message: 'the lane was not selected' } as const;

const failure = ([first, ...others]: readonly [LaneDeviation, ...LaneDeviation[]]): Decision => {
  const all = [first, ...others];
  const lines = (part: 'expected' | 'observed') => all.map((one) => one[part]).join('\n');
  return {
    outcome: 'failed',
    message: first.message,
    expected: lines('expected'),
    observed: lines('observed'),
    deviations: Object.assign({}, ...all.map(({ deviations }) => deviations)),
  };
};

/** The verdict on one label. */
interface Labelled {
  readonly label: string;
  readonly verdict: LabelVerdict;
}

/** Where in the code of a scenario an error was thrown, which is no observation. */
const withoutTrace = (text: string): string => text.replace(/ \(at .+\)$/s, '');

/** A label that could not be compared, as what is missing of a check that fails for another label. */
const undecided = ({ label, verdict }: Labelled): readonly LaneDeviation[] => {
  if (verdict.outcome !== 'blocked' && verdict.outcome !== 'error') return [];
  const observed = stableText(withoutTrace(verdict.message));
  return [
    {
      message: verdict.message,
      expected: `${label}: decided`,
      observed: `${label}: ${observed}`,
      deviations: { [label]: { expected: 'decided', observed } },
    },
  ];
};

/**
 * Decides a check by the verdicts on its labels: an observed difference is a fact, whatever else was not observed. What
 * was not is told beside it, because a baseline that knows the difference does not know that.
 */
const decided = (labelled: readonly Labelled[]): Decision => {
  const verdicts = labelled.map(({ verdict }) => verdict);
  const [first, ...others] = verdicts.flatMap((verdict) => (verdict.outcome === 'failed' ? [verdict.deviation] : []));
  if (first !== undefined) return failure([first, ...others, ...labelled.flatMap(undecided)]);
  const error =
    verdicts.find(({ outcome }) => outcome === 'error') ?? verdicts.find(({ outcome }) => outcome === 'blocked');
  if (error === undefined || !('message' in error)) return { outcome: 'passed' };
  return error;
};

/**
 * Decides the parity checks of a scenario from the results of its lanes. Each lane is compared with the first lane of
 * the scenario or, for PAR-01, where that one did not run or does not observe the label, with the first that ran and
 * does. The other requirements are about two storage modes, which lanes of one mode cannot show.
 */
export const compareLanes = (
  scenario: ScenarioDeclaration,
  results: readonly ScenarioResult[],
  catalogue: Catalogue,
): Comparison => {
  const [first] = scenarioLanes(scenario);
  const ran = scenarioLanes(scenario).flatMap(
    (lane) => results.find((result) => result.lane === lane && result.notApplicable === undefined) ?? [],
  );
  const [base] = ran;
  const differences: Difference[] = [];
  const aspects = new Map<string, readonly string[]>();
  const verdictsOn = (requirement: string, other: ScenarioResult, labels: readonly DeclaredLabel[]) =>
    labels
      .filter(({ lanes }) => lanes.includes(other.lane))
      .flatMap(({ label, lanes }) => {
        const origin = ran.find(({ lane }) => lanes.includes(lane)) ?? other;
        if (origin === other) return [];
        const verdict = compareLabel(scenario, label, origin, other);
        if ('difference' in verdict && verdict.difference !== undefined)
          differences.push({ ...verdict.difference, requirement });
        return [{ label, verdict }];
      });
  const withoutFirst = (): Decision => {
    const { reason, message } = results.find(({ lane }) => lane === first)?.notApplicable ?? notSelected;
    return notApplicable(reason, `${first ?? 'the first lane'}, with which it is compared, did not run: ${message}`);
  };
  const decide = (requirement: string, result: ScenarioResult): Decision => {
    if (result.notApplicable !== undefined)
      return notApplicable(result.notApplicable.reason, result.notApplicable.message);
    const isGeneral = requirement === parityRequirement;
    if (result === base || (base?.lane !== first && !isGeneral)) return withoutFirst();
    const labels = isGeneral ? generalLabels(scenario) : labelsOfRequirement(scenario, requirement);
    const verdicts = verdictsOn(requirement, result, labels);
    aspects.set(
      aspectKey(requirement, result.lane),
      verdicts.flatMap(({ verdict }) => ('compared' in verdict ? verdict.compared : [])),
    );
    if (verdicts.length > 0) return decided(verdicts);
    if (base?.lane !== first) return withoutFirst();
    return { outcome: 'error', message: 'the scenario observes nothing in which this lane could be compared' };
  };
  const checks = results.flatMap((result) =>
    parityChecksIn(scenario, result.lane, catalogue).map((requirement) => ({
      requirement,
      lane: result.lane,
      scenario: scenario.name,
      ...decide(requirement, result),
    })),
  );
  return { checks, differences, aspects };
};
