import type { TargetLender } from '../broker/broker-client.ts';
import { targetRequestFor } from '../broker/target-request.ts';
import type { LaneName } from '../contract/lane-name.ts';
import { aspectKey, compareLanes } from '../judgement/compare-lanes.ts';
import { parityChecksIn, scenarioLanes, type Catalogue } from '../judgement/declared-checks.ts';
import { executeScenario, type ExecutedScenario } from '../runner/execute-scenario.ts';
import { namesFor } from '../contract/names.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { Deviations } from '../contract/aspect.ts';
import type { CheckResult } from '../contract/result.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { statementOf } from '../judgement/aspects.ts';
import { fitsPattern } from './aspect-names.ts';
import { checkKey, type DeclaredCheck } from './check-key.ts';
import type { Mutant } from './mutant.ts';
import { shadowsOf } from './shadow.ts';

export interface ProofContext {
  readonly lender: TargetLender;
  readonly catalogue: Catalogue;
  readonly packages: PackageServer;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** The mutants in whose presence controls run, so that it is known which of them would change anything. Default: none. */
  readonly shadowing?: readonly Mutant[];
}

/** The result of a check, and the names of the aspects that it compared. */
export interface ProbedCheck {
  readonly check: CheckResult;
  readonly aspects: readonly string[];
}

/** The names of the aspects that a check compares, by the key of the check; whether its level is MUST. */
export interface ComparedAspects {
  readonly key: string;
  readonly mandatory: boolean;
  readonly aspects: readonly string[];
}

/** Runs scenarios with a mutant, and with interception alone as a control. */
export interface Prover {
  /** All checks of a scenario with interception that changes nothing, including parity checks. */
  controls(scenario: Scenario): Promise<readonly ProbedCheck[]>;
  /** The mutants of `shadowing` without which this control would have been another; all others give its results. */
  affecting(scenario: Scenario, lane: LaneName): Promise<readonly Mutant[]>;
  /**
   * All checks of a scenario with the mutant in one lane, including parity checks. `round` distinguishes executions
   * of the same mutant, so that their object names differ; `fewRounds` for checks that do not rest on rounds.
   */
  mutated(
    mutant: Mutant,
    scenario: Scenario,
    lane: LaneName,
    options?: { readonly round?: string; readonly fewRounds?: boolean },
  ): Promise<readonly ProbedCheck[]>;
}

interface Control extends ExecutedScenario {
  readonly affectedBy: readonly Mutant[];
}

export const prover = ({ lender, catalogue, packages, seed, signal, shadowing = [] }: ProofContext): Prover => {
  const cached = new Map<string, Promise<Control>>();
  const execute = (
    scenario: Scenario,
    lane: LaneName,
    salt: string,
    { intercept, fewRounds }: { readonly intercept: Mutant['create']; readonly fewRounds: boolean },
  ): Promise<ExecutedScenario> =>
    lender.withTarget(
      targetRequestFor(scenario, lane),
      namesFor(seed, scenario.name, lane, salt).prefix,
      (target) =>
        executeScenario({
          scenario,
          lane,
          catalogue,
          target,
          packages,
          seed,
          salt,
          signal,
          clientIdentity: lender.clientIdentity,
          interception: intercept(target),
          fewRounds,
        }),
      signal,
    );
  const control = (scenario: Scenario, lane: LaneName): Promise<Control> => {
    const key = `${scenario.name} ${lane}`;
    const known = cached.get(key);
    if (known !== undefined) return known;
    // The exchanges of every control would stay in memory until the end.
    const shadows = shadowsOf(shadowing.filter((mutant) => mutant.lanes?.includes(lane) ?? true));
    const executed = execute(scenario, lane, 'undisturbed', {
      intercept: shadows.interception,
      fewRounds: true,
    }).then((all) => ({
      ...all,
      exchanges: [],
      affectedBy: [...shadows.affected()],
    }));
    cached.set(key, executed);
    return executed;
  };
  const probedIn = ({ result, aspects }: ExecutedScenario): readonly ProbedCheck[] =>
    result.checks.map((check) => ({ check, aspects: aspects.get(check.requirement) ?? [] }));
  const compared = (scenario: Scenario, executed: readonly ExecutedScenario[]): readonly ProbedCheck[] => {
    const { checks, aspects } = compareLanes(
      scenario,
      executed.map(({ result }) => result),
      catalogue,
    );
    return checks.map((check) => ({ check, aspects: aspects.get(aspectKey(check.requirement, check.lane)) ?? [] }));
  };
  return {
    controls: async (scenario) => {
      const executed = await Promise.all(scenarioLanes(scenario).map((lane) => control(scenario, lane)));
      return [...executed.flatMap(probedIn), ...compared(scenario, executed)];
    },
    affecting: async (scenario, lane) => (await control(scenario, lane)).affectedBy,
    mutated: async (mutant, scenario, lane, { round = '', fewRounds = false } = {}) => {
      const mutated = await execute(scenario, lane, `${mutant.name}${round}`, {
        intercept: (target) => mutant.create(target),
        fewRounds,
      });
      const lanes = scenarioLanes(scenario);
      if (lanes.length < 2 || !lanes.some((other) => parityChecksIn(scenario, other, catalogue).length > 0))
        return probedIn(mutated);
      const executed = await Promise.all(
        lanes.map(async (other) => (other === lane ? mutated : control(scenario, other))),
      );
      return [...probedIn(mutated), ...compared(scenario, executed)];
    },
  };
};

/** A check that failed with a mutant in its lane, and passes without it. */
export interface FailedCheck {
  /** The key of the check. */
  readonly key: string;
  readonly deviations: Deviations;
}

/** A check that failed as the mutant declares. */
export interface KilledCheck extends FailedCheck {
  /**
   * Whether the mutant was in the lane of the check. In a comparison with a lane that has a defect, the lane of the check
   * is right: that shows that the comparison sees the difference, not that it sees a defect of its own lane.
   */
  readonly inOwnLane: boolean;
  /** The statements that failed and that the mutant declares. */
  readonly statements: readonly string[];
}

/** The results of the kills that a mutant declares. */
export interface MutantResult {
  readonly mutant: string;
  /** Declared checks that failed in a declared aspect. */
  readonly killed: readonly KilledCheck[];
  /** Other checks of the same scenarios that failed. */
  readonly beside: readonly FailedCheck[];
  /** Declared checks that did not, with their outcome, and aspects that no check failed in. */
  readonly missed: readonly string[];
}

/** Keys of the checks that pass without a mutant. */
const passingIn = async (prove: Prover, scenario: Scenario): Promise<ReadonlySet<string>> =>
  new Set(
    (await prove.controls(scenario))
      .map(({ check }) => check)
      .filter(({ outcome }) => outcome === 'passed')
      .map(({ requirement, lane }) => checkKey(requirement, lane, scenario.name)),
  );

/** The lane that has the mutant when a check is run with it: its own, or else the one that its own is compared with. */
const mutatedLane = (mutant: Mutant, scenario: Scenario, lane: LaneName): LaneName | undefined =>
  (mutant.lanes?.includes(lane) ?? true) ? lane : scenarioLanes(scenario)[0];

/** The results of the checks of a scenario, each with the mutant in one lane, by key. */
const checksUnder = async (
  prove: Prover,
  mutant: Mutant,
  scenario: Scenario,
  lanes: readonly LaneName[],
): Promise<ReadonlyMap<string, CheckResult>> => {
  const seen = new Map<string, CheckResult>();
  for (const lane of lanes)
    for (const { check } of await prove.mutated(mutant, scenario, lane, { fewRounds: mutant.sporadic !== true }))
      // Other lanes that are compared with the one of the mutant differ from it, but have no defect.
      if (mutatedLane(mutant, scenario, check.lane) === lane)
        seen.set(checkKey(check.requirement, check.lane, scenario.name), check);
  return seen;
};

/**
 * Runs a mutant against every scenario in which it declares kills, one lane at a time. Only the outcome `failed` is a
 * kill, only in an aspect that the mutant declares, and only of a check that passes without the mutant.
 */
export const proveMutant = async (
  prove: Prover,
  mutant: Mutant,
  declared: readonly DeclaredCheck[],
): Promise<MutantResult> => {
  const killed: KilledCheck[] = [];
  const beside: FailedCheck[] = [];
  const missed: string[] = [];
  const ids = new Set(declared.map(({ requirement }) => requirement));
  const unseen = new Set([...ids].flatMap((id) => (mutant.aspects[id] ?? []).map((pattern) => `${id}: ${pattern}`)));
  for (const scenario of new Set(declared.map((check) => check.scenario))) {
    const own = declared.filter((check) => check.scenario === scenario);
    const lanes = [...new Set(own.flatMap(({ lane }) => mutatedLane(mutant, scenario, lane) ?? []))];
    const passing = await passingIn(prove, scenario);
    const seen = await checksUnder(prove, mutant, scenario, lanes);
    const keys = new Set(own.map(({ requirement, lane }) => checkKey(requirement, lane, scenario.name)));
    for (const [key, { outcome, deviations = {} }] of seen)
      if (outcome === 'failed' && passing.has(key) && !keys.has(key)) beside.push({ key, deviations });
    for (const check of own) {
      const key = checkKey(check.requirement, check.lane, scenario.name);
      const { outcome = 'not run', message = '', deviations = {} } = seen.get(key) ?? {};
      const failing = [...new Set(Object.keys(deviations).map(statementOf))];
      const patterns = mutant.aspects[check.requirement] ?? [];
      const found = patterns.filter((pattern) => failing.some((statement) => fitsPattern(statement, pattern)));
      for (const pattern of found) unseen.delete(`${check.requirement}: ${pattern}`);
      if (outcome !== 'failed') missed.push(`${key}: ${outcome} ${message}`);
      else if (!passing.has(key)) missed.push(`${key}: fails without the mutant as well`);
      else if (found.length === 0)
        missed.push(`${key}: fails, but in none of the declared aspects: ${failing.join('; ')}`);
      else
        killed.push({
          key,
          deviations,
          inOwnLane: mutatedLane(mutant, scenario, check.lane) === check.lane,
          statements: failing.filter((statement) => patterns.some((pattern) => fitsPattern(statement, pattern))),
        });
    }
  }
  return {
    mutant: mutant.name,
    killed,
    beside,
    missed: [...missed, ...[...unseen].map((pattern) => `no check fails in ${pattern}`)],
  };
};
