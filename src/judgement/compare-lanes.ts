import type { LaneName } from '../contract/lane-name.ts';
import type { NotApplicableReason } from '../contract/outcome.ts';
import type { CheckResult, Difference, ScenarioResult } from '../contract/result.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { fingerprintOf } from './fingerprint.ts';
import { parityChecksIn, parityRequirement, scenarioLanes, type Catalogue } from './declared-checks.ts';

/** The result of comparing the lanes of a scenario. */
export interface Comparison {
  readonly checks: readonly CheckResult[];
  readonly differences: readonly Difference[];
}

const shown = (value: unknown): string => (value === undefined ? '(not observed)' : JSON.stringify(value));

const labelsOf = (results: readonly ScenarioResult[]): readonly string[] => [
  ...new Set(results.flatMap(({ observations }) => Object.keys(observations))),
];

/** The differences between the first lane and another, by label. */
const differencesOf = (
  scenario: ScenarioDeclaration,
  base: ScenarioResult,
  other: ScenarioResult,
): readonly Difference[] =>
  labelsOf([base, other]).flatMap((label) => {
    const baseValue = shown(base.observations[label]);
    const laneValue = shown(other.observations[label]);
    if (baseValue === laneValue) return [];
    const requirement =
      Object.entries(scenario.parity ?? {}).find(([, labels]) => labels.includes(label))?.[0] ?? parityRequirement;
    const allowed = scenario.differences?.[label];
    return [
      {
        scenario: scenario.name,
        requirement,
        label,
        base: base.lane,
        lane: other.lane,
        baseValue,
        laneValue,
        ...(allowed !== undefined && { allowed }),
      },
    ];
  });

const isUnfinished = ({ checks, aborted }: ScenarioResult): boolean =>
  aborted !== undefined || checks.some(({ outcome }) => outcome === 'blocked' || outcome === 'error');

const hasFailed = ({ checks }: ScenarioResult): boolean => checks.some(({ outcome }) => outcome === 'failed');

/** The parity checks of lanes that cannot be compared, with the reason. */
const notCompared = (
  scenario: ScenarioDeclaration,
  lanes: readonly LaneName[],
  catalogue: Catalogue,
  reason: NotApplicableReason,
  message: string,
): readonly CheckResult[] =>
  lanes.flatMap((lane) =>
    parityChecksIn(scenario, lane, catalogue).map((requirement) => ({
      requirement,
      lane,
      scenario: scenario.name,
      outcome: 'not-applicable' as const,
      reason,
      message,
    })),
  );

/**
 * Compares the observations of the lanes of one scenario. `results` has the lanes in order; all others are compared
 * with the first. The parity checks of an aborted lane are blocked.
 */
export const compareLanes = (
  scenario: ScenarioDeclaration,
  results: readonly ScenarioResult[],
  catalogue: Catalogue,
): Comparison => {
  const [base, ...others] = results.filter(({ notApplicable }) => notApplicable === undefined);
  const checks: CheckResult[] = results.flatMap(({ lane, notApplicable }) =>
    notApplicable === undefined ? [] : notCompared(scenario, [lane], catalogue, notApplicable, 'the lane was not run'),
  );
  if (base === undefined) return { checks, differences: [] };
  const [first] = scenarioLanes(scenario);
  if (base.lane !== first) {
    const lanes = [base, ...others].map(({ lane }) => lane);
    const message = `${first}, with which it is compared, did not run`;
    const reason = results.find(({ lane }) => lane === first)?.notApplicable ?? 'lane';
    return { checks: [...checks, ...notCompared(scenario, lanes, catalogue, reason, message)], differences: [] };
  }
  const all: Difference[] = [];
  for (const other of others) {
    const isAborted = isUnfinished(base) || isUnfinished(other);
    const differences = differencesOf(scenario, base, other).filter(
      ({ label }) => !isAborted || (label in base.observations && label in other.observations),
    );
    all.push(...differences);
    for (const requirement of parityChecksIn(scenario, other.lane, catalogue)) {
      const check = { requirement, lane: other.lane, scenario: scenario.name } satisfies Partial<CheckResult>;
      const found = differences.filter(
        (difference) => difference.requirement === requirement && difference.allowed === undefined,
      );
      const labels = (
        requirement === parityRequirement ? labelsOf(results) : (scenario.parity?.[requirement] ?? [])
      ).filter((label) => scenario.differences?.[label] === undefined);
      const missing = labels.some((label) => !(label in base.observations) || !(label in other.observations));
      // An aborted lane might have made further observations, with labels that are not declared.
      if (isAborted && (missing || requirement === parityRequirement))
        checks.push({
          ...check,
          ...blockedBy(`${base.lane} or ${other.lane} broke off before everything was observed`),
        });
      else if (labels.length === 0 && (hasFailed(base) || hasFailed(other)))
        checks.push({ ...check, ...blockedBy('a check failed, and nothing was observed') });
      else if (labels.length === 0)
        checks.push({ ...check, outcome: 'error', message: 'the scenario observed nothing to compare' });
      else if (found.length > 0) checks.push({ ...check, outcome: 'failed', ...failureOf(found) });
      else checks.push({ ...check, outcome: 'passed' });
    }
  }
  return { checks, differences: all };
};

const blockedBy = (message: string) => ({
  outcome: 'blocked' as const,
  message,
  fingerprint: fingerprintOf('blocked', message),
});

const lines = (differences: readonly Difference[], value: (difference: Difference) => string): string =>
  differences.map((difference) => `${difference.label}: ${value(difference)}`).join('\n');

const failureOf = (
  differences: readonly Difference[],
): Pick<CheckResult, 'message' | 'expected' | 'observed' | 'fingerprint'> => {
  const [first] = differences;
  const message = `the lane observes something else than ${first?.base ?? 'the first lane'}`;
  const observed = lines(differences, ({ laneValue }) => laneValue);
  return {
    message,
    expected: lines(differences, ({ baseValue }) => baseValue),
    observed,
    fingerprint: fingerprintOf(message, `${lines(differences, ({ baseValue }) => baseValue)}\n${observed}`),
  };
};
