import type { TargetLender } from '../broker/broker-client.ts';
import { targetRequestFor } from '../broker/target-request.ts';
import type { LaneName } from '../contract/lane-name.ts';
import { aspectKey, compareLanes } from '../judgement/compare-lanes.ts';
import { parityChecksIn, parityRequirement, scenarioLanes, type Catalogue } from '../judgement/declared-checks.ts';
import { executeScenario, type ExecutedScenario, type Interception } from '../runner/execute-scenario.ts';
import { namesFor } from '../contract/names.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { Deviations } from '../contract/aspect.ts';
import type { CheckResult } from '../contract/result.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { fitsPattern, statementOf } from './aspect-names.ts';
import { checkKey, type DeclaredCheck } from './check-key.ts';
import type { Mutant } from './mutant.ts';

/** The interception of a mutant without a defect. */
const passingThrough = (): Interception => ({
  intercept: (request, send) => send(request),
  interceptWatch: (event) => [event],
  target: (target) => target,
});

export interface ProofContext {
  readonly lender: TargetLender;
  readonly catalogue: Catalogue;
  readonly packages: PackageServer;
  readonly seed: number;
  readonly signal: AbortSignal;
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

export const prover = ({ lender, catalogue, packages, seed, signal }: ProofContext): Prover => {
  const cached = new Map<string, Promise<ExecutedScenario>>();
  const execute = (
    scenario: Scenario,
    lane: LaneName,
    salt: string,
    { interception, fewRounds }: { readonly interception: Interception; readonly fewRounds: boolean },
  ): Promise<ExecutedScenario> =>
    lender.withTarget(targetRequestFor(scenario, lane), namesFor(seed, scenario.name, lane, salt).prefix, (target) =>
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
        interception,
        fewRounds,
      }),
    );
  const control = (scenario: Scenario, lane: LaneName): Promise<ExecutedScenario> => {
    const key = `${scenario.name} ${lane}`;
    const known = cached.get(key);
    if (known !== undefined) return known;
    // The exchanges of every control would stay in memory until the end.
    const executed = execute(scenario, lane, 'undisturbed', {
      interception: passingThrough(),
      fewRounds: true,
    }).then((all) => ({
      ...all,
      exchanges: [],
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
    mutated: async (mutant, scenario, lane, { round = '', fewRounds = false } = {}) => {
      const mutated = await execute(scenario, lane, `${mutant.name}${round}`, {
        interception: mutant.create(),
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

/** Keys of the checks that pass without a mutant, and of those that can only fail in many rounds. */
const controlOf = async (prove: Prover, scenario: Scenario) => {
  const passed = (await prove.controls(scenario))
    .map(({ check }) => check)
    .filter(({ outcome }) => outcome === 'passed');
  const keyOf = ({ requirement, lane }: CheckResult): string => checkKey(requirement, lane, scenario.name);
  return {
    passing: new Set(passed.map(keyOf)),
    inRounds: new Set(passed.filter(({ detects }) => detects !== undefined).map(keyOf)),
  };
};

/** Whether a check compares lanes. */
const comparesLanes = ({ parity = {} }: Scenario, requirement: string): boolean =>
  requirement === parityRequirement || requirement in parity;

/** The lane that has the mutant when a check is run with it: its own, or else the one that its own is compared with. */
const mutatedLane = (mutant: Mutant, scenario: Scenario, lane: LaneName): LaneName | undefined =>
  (mutant.lanes?.includes(lane) ?? true) ? lane : scenarioLanes(scenario)[0];

/** The results of the checks of a scenario, each with the mutant in one lane, by key. */
const checksUnder = async (
  prove: Prover,
  mutant: Mutant,
  scenario: Scenario,
  { lanes, fewRounds }: { readonly lanes: readonly LaneName[]; readonly fewRounds: boolean },
): Promise<ReadonlyMap<string, CheckResult>> => {
  const seen = new Map<string, CheckResult>();
  for (const lane of lanes)
    for (const { check } of await prove.mutated(mutant, scenario, lane, { fewRounds }))
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
    const { passing, inRounds } = await controlOf(prove, scenario);
    const fewRounds = own.every(
      ({ requirement, lane }) =>
        !comparesLanes(scenario, requirement) && !inRounds.has(checkKey(requirement, lane, scenario.name)),
    );
    const seen = await checksUnder(prove, mutant, scenario, { lanes, fewRounds });
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
