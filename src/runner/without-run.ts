import { accessOf, type LaneName } from '../contract/lane-name.ts';
import type { NotApplicableReason } from '../contract/outcome.ts';
import type { CheckResult, ScenarioResult } from '../contract/result.ts';
import { checksIn, type Catalogue } from '../judgement/declared-checks.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { unmetFeature, unmetPrecondition, type UnmetPrecondition } from './unmet-precondition.ts';

/** A scenario in a lane. */
export interface Placed {
  readonly scenario: Scenario;
  readonly lane: LaneName;
  readonly catalogue: Catalogue;
  /** The release of the target; absent: unknown. */
  readonly release?: string;
}

const resultOf = (
  { scenario, lane }: Placed,
  checks: readonly CheckResult[],
  notApplicable: ScenarioResult['notApplicable'],
): ScenarioResult => ({
  scenario: scenario.name,
  lane,
  checks,
  observations: {},
  ...(notApplicable !== undefined && { notApplicable }),
  durationMs: 0,
  requests: 0,
});

const decidedAs = (
  { scenario, lane, catalogue }: Placed,
  outcomeOf: (requirement: string) => UnmetPrecondition,
): readonly CheckResult[] =>
  checksIn(scenario, lane, catalogue).map((requirement) => ({
    requirement,
    lane,
    scenario: scenario.name,
    ...outcomeOf(requirement),
  }));

/** The result of a scenario that does not apply in a lane. */
export const notApplied = (placed: Placed, reason: NotApplicableReason, message: string): ScenarioResult =>
  resultOf(
    placed,
    decidedAs(placed, () => ({ outcome: 'not-applicable', reason, message })),
    { reason, message },
  );

/** Whether writes to the Kubernetes API would be validated by the harness's definitions instead of the target's. */
const lacksOwnManifests = (lane: LaneName, { manifestsSupplied }: StartedTarget): boolean =>
  accessOf[lane] === 'crd' && !manifestsSupplied;

/** The result of a scenario that is not run against this target; undefined if it is run. */
export const withoutRun = (placed: Placed, target: StartedTarget): ScenarioResult | undefined => {
  const { scenario, lane, catalogue } = placed;
  if (lacksOwnManifests(lane, target))
    return notApplied(
      placed,
      'manifests-not-supplied',
      "the target's own CRDs and webhooks were not supplied (--manifests)",
    );
  const whole = unmetFeature(scenario.features ?? [], target);
  const unmet = new Map<string, UnmetPrecondition>();
  const declared = checksIn(scenario, lane, catalogue);
  for (const requirement of declared) {
    const own = whole ?? unmetPrecondition(catalogue.get(requirement), target, placed.release);
    if (own !== undefined) unmet.set(requirement, own);
  }
  // Without an applicable check its observations could not be compared with lanes that have the feature.
  if (declared.length === 0 || unmet.size < declared.length) return undefined;
  const outcomes = [...unmet.values()];
  const [first] = outcomes.every(({ outcome }) => outcome === 'not-applicable') ? outcomes : [];
  return resultOf(
    placed,
    decidedAs(placed, (requirement) => unmet.get(requirement) as UnmetPrecondition),
    first?.reason === undefined ? undefined : { reason: first.reason, message: first.message },
  );
};
