import type { TargetLender } from '../broker/broker-client.ts';
import { targetRequestFor } from '../broker/target-request.ts';
import type { LaneName } from '../contract/lane-name.ts';
import { compareLanes } from '../judgement/compare-lanes.ts';
import { parityChecksIn, parityRequirement, scenarioLanes, type Catalogue } from '../judgement/declared-checks.ts';
import { executeScenario, type Interception } from '../runner/execute-scenario.ts';
import { namesFor } from '../contract/names.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { CheckResult, ScenarioResult } from '../contract/result.ts';
import type { Scenario } from '../scenarios/scenario.ts';
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

/** Runs scenarios with a mutant, and with interception alone as a control. */
export interface Prover {
  /** The result of a scenario with interception that changes nothing; run once and cached. */
  control(scenario: Scenario, lane: LaneName): Promise<ScenarioResult>;
  /** All checks of a scenario without a mutant, including parity checks. */
  controls(scenario: Scenario): Promise<readonly CheckResult[]>;
  /**
   * All checks of a scenario with the mutant in one lane, including parity checks. `round` distinguishes executions
   * of the same mutant, so that their object names differ; `fewRounds` for checks that do not rest on rounds.
   */
  mutated(
    mutant: Mutant,
    scenario: Scenario,
    lane: LaneName,
    options?: { readonly round?: string; readonly fewRounds?: boolean },
  ): Promise<readonly CheckResult[]>;
}

export const prover = ({ lender, catalogue, packages, seed, signal }: ProofContext): Prover => {
  const cached = new Map<string, Promise<ScenarioResult>>();
  const execute = (
    scenario: Scenario,
    lane: LaneName,
    salt: string,
    { interception, fewRounds }: { readonly interception: Interception; readonly fewRounds: boolean },
  ): Promise<ScenarioResult> =>
    lender.withTarget(
      targetRequestFor(scenario, lane),
      namesFor(seed, scenario.name, lane, salt).prefix,
      async (target) =>
        (
          await executeScenario({
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
          })
        ).result,
    );
  const control: Prover['control'] = (scenario, lane) => {
    const key = `${scenario.name} ${lane}`;
    const known = cached.get(key);
    if (known !== undefined) return known;
    const result = execute(scenario, lane, 'undisturbed', { interception: passingThrough(), fewRounds: true });
    cached.set(key, result);
    return result;
  };
  return {
    control,
    controls: async (scenario) => {
      const results = await Promise.all(scenarioLanes(scenario).map((lane) => control(scenario, lane)));
      return [...results.flatMap(({ checks }) => checks), ...compareLanes(scenario, results, catalogue).checks];
    },
    mutated: async (mutant, scenario, lane, { round = '', fewRounds = false } = {}) => {
      const mutated = await execute(scenario, lane, `${mutant.name}${round}`, {
        interception: mutant.create(),
        fewRounds,
      });
      const lanes = scenarioLanes(scenario);
      if (lanes.length < 2 || !lanes.some((other) => parityChecksIn(scenario, other, catalogue).length > 0))
        return mutated.checks;
      const results = await Promise.all(
        lanes.map(async (other) => (other === lane ? mutated : control(scenario, other))),
      );
      return [...mutated.checks, ...compareLanes(scenario, results, catalogue).checks];
    },
  };
};

/** The results of the kills that a mutant declares. */
export interface MutantResult {
  readonly mutant: string;
  /** Keys of declared checks that failed. */
  readonly killed: readonly string[];
  /** Declared checks that did not fail, with their outcome: `CRUD-06 in …: passed`. */
  readonly missed: readonly string[];
}

/** Keys of the checks that pass without a mutant, and of those that can only fail in many rounds. */
const controlOf = async (prove: Prover, scenario: Scenario) => {
  const passed = (await prove.controls(scenario)).filter(({ outcome }) => outcome === 'passed');
  const keyOf = ({ requirement, lane }: CheckResult): string => checkKey(requirement, lane, scenario.name);
  return {
    passing: new Set(passed.map(keyOf)),
    inRounds: new Set(passed.filter(({ detects }) => detects !== undefined).map(keyOf)),
  };
};

/**
 * Runs a mutant against every scenario in which it declares kills, one lane at a time. Only the outcome `failed` is a
 * kill, and only for a check that passes without the mutant.
 */
export const proveMutant = async (
  prove: Prover,
  mutant: Mutant,
  declared: readonly DeclaredCheck[],
): Promise<MutantResult> => {
  const killed: string[] = [];
  const missed: string[] = [];
  for (const scenario of new Set(declared.map((check) => check.scenario))) {
    const own = declared.filter((check) => check.scenario === scenario);
    const lanes = scenarioLanes(scenario).filter((lane) => mutant.lanes?.includes(lane) ?? true);
    const seen = new Map<string, string>();
    const { passing, inRounds } = await controlOf(prove, scenario);
    const fewRounds = own.every(
      (check) => !comparesLanes(check) && !inRounds.has(checkKey(check.requirement, check.lane, scenario.name)),
    );
    for (const lane of lanes) {
      if (!own.some((check) => check.lane === lane || comparesLanes(check))) continue;
      for (const check of await prove.mutated(mutant, scenario, lane, { fewRounds })) {
        const key = checkKey(check.requirement, check.lane, check.scenario);
        if (!seen.get(key)?.startsWith('failed')) seen.set(key, `${check.outcome} ${check.message ?? ''}`);
      }
    }
    for (const { requirement, lane } of own) {
      const key = checkKey(requirement, lane, scenario.name);
      const outcome = seen.get(key) ?? 'not run';
      if (outcome.startsWith('failed') && passing.has(key)) killed.push(key);
      else if (outcome.startsWith('failed')) missed.push(`${key}: fails without the mutant as well`);
      else missed.push(`${key}: ${outcome}`);
    }
  }
  return { mutant: mutant.name, killed, missed };
};

/** Whether a check compares lanes; it may then fail because of a mutant in any of them. */
const comparesLanes = ({ scenario, requirement }: DeclaredCheck): boolean =>
  requirement === parityRequirement || requirement in (scenario.parity ?? {});
