import { createHash } from 'node:crypto';
import { laneNames, type LaneName } from '../contract/lane-name.ts';
import { scenarioLanes } from '../judgement/declared-checks.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { semaphore } from '../waiting/semaphore.ts';
import { checkKey, killsOf, type DeclaredCheck } from './check-key.ts';
import type { Mutant } from './mutant.ts';
import type { MutantResult, ProbedCheck, Prover } from './proof.ts';

/** The checks of a lane that a mutant fails. */
export interface MatrixRow {
  readonly mutant: string;
  readonly lane: LaneName;
  /** The number of failed checks. */
  readonly failed: number;
  /** Their part of the lane's checks, from 0 to 1. */
  readonly share: number;
  /** The requirements that they decide, each once. */
  readonly requirements: readonly string[];
}

/** What every mutant fails in every lane, but for those whose defect shows in some rounds only. */
export interface Matrix {
  /** The scenarios in which failures were looked for, of all that this environment can run. */
  readonly scenarios: { readonly covered: number; readonly all: number };
  /**
   * Mutants in lanes of scenarios. Those that change nothing in a control give its results; all others were run, some
   * of them for the proof already.
   */
  readonly pairs: { readonly all: number; readonly affected: number; readonly run: number };
  /** The checks of each lane that can fail, of all scenarios that this environment can run. */
  readonly checks: Readonly<Partial<Record<LaneName, number>>>;
  /** The largest shares first. */
  readonly rows: readonly MatrixRow[];
  /**
   * The mutants whose defect shows in some rounds only. Few rounds do not show what they fail, and all rounds in every
   * scenario would take hours: nothing is said of them.
   */
  readonly leftOut: readonly string[];
}

/** A mutant of which the few rounds of a matrix show all that it does. */
const isSteady = ({ sporadic }: Mutant): boolean => sporadic !== true;

export interface MatrixInput {
  readonly mutants: readonly Mutant[];
  /** The checks of the scenarios in which failures are looked for. */
  readonly checks: readonly DeclaredCheck[];
  /** All checks that this environment can decide. */
  readonly everyCheck: readonly DeclaredCheck[];
  /** The results of mutants in the scenarios where they declare kills. */
  readonly proved: ReadonlyMap<Mutant, MutantResult>;
  readonly signal: AbortSignal;
  /** Receives the number of pairs that were run, and of those to run. */
  readonly onPair: (done: number, all: number) => void;
}

interface Pair {
  readonly mutant: Mutant;
  readonly scenario: Scenario;
  readonly lane: LaneName;
}

/** Most of them wait for a target. */
const atOnce = 16;

const scenariosOf = (checks: readonly DeclaredCheck[]): readonly Scenario[] => [
  ...new Set(checks.map(({ scenario }) => scenario)),
];

const actsIn = ({ lanes }: Mutant, lane: LaneName): boolean => lanes?.includes(lane) ?? true;

/** All pairs of these mutants and scenarios, by whether the mutant changes anything in the control. */
const pairsOf = async (
  prove: Prover,
  mutants: readonly Mutant[],
  scenarios: readonly Scenario[],
): Promise<{ readonly affected: readonly Pair[]; readonly unaffected: readonly Pair[] }> => {
  const lanes = scenarios.flatMap((scenario) => scenarioLanes(scenario).map((lane) => ({ scenario, lane })));
  const controls = await Promise.all(
    lanes.map(async (one) => ({ ...one, by: new Set(await prove.affecting(one.scenario, one.lane)) })),
  );
  // The pairs of a mutant together: scenarios that want a target for themselves take turns with others.
  const pairs = mutants.flatMap((mutant) =>
    controls
      .filter(({ lane }) => actsIn(mutant, lane))
      .map(({ scenario, lane, by }) => ({ mutant, scenario, lane, isAffected: by.has(mutant) })),
  );
  return {
    affected: pairs.filter(({ isAffected }) => isAffected),
    unaffected: pairs.filter(({ isAffected }) => !isAffected),
  };
};

/** Runs an action for each item, several at once, and waits for all of them. Throws if any failed. */
const forEach = async <Item>(
  items: readonly Item[],
  signal: AbortSignal,
  action: (item: Item) => Promise<void>,
): Promise<void> => {
  const permits = semaphore(atOnce);
  const results = await Promise.allSettled(
    items.map(async (item) => {
      using _permit = await permits.acquire(signal);
      await action(item);
    }),
  );
  signal.throwIfAborted();
  const failures = results.filter((result) => result.status === 'rejected').map(({ reason }): unknown => reason);
  if (failures.length > 0)
    throw new AggregateError(
      failures,
      `${failures.length} of ${items.length} could not be run: ${String(failures[0])}`,
    );
};

/**
 * Runs every mutant whose defect shows in every round in every lane of every scenario where it changes anything, in few
 * rounds.
 */
export const fillMatrix = async (
  prove: Prover,
  { mutants: all, checks, everyCheck, proved, signal, onPair }: MatrixInput,
): Promise<Matrix> => {
  const mutants = all.filter(isSteady);
  const byKey = new Map(
    everyCheck.map((check) => [checkKey(check.requirement, check.lane, check.scenario.name), check]),
  );
  const failures = new Map(mutants.map((mutant) => [mutant, new Set<DeclaredCheck>()]));
  const fails = (mutant: Mutant, key: string): void => {
    const check = byKey.get(key);
    if (check !== undefined) failures.get(mutant)?.add(check);
  };
  for (const [mutant, { killed, beside }] of proved) for (const { key } of [...killed, ...beside]) fails(mutant, key);
  const scenarios = scenariosOf(checks);
  const { affected, unaffected } = await pairsOf(prove, mutants, scenarios);
  const ranForProof = new Map(
    [...proved.keys()].map((mutant) => [
      mutant,
      new Set(killsOf(mutant, checks).map(({ scenario, lane }) => `${lane} ${scenario.name}`)),
    ]),
  );
  const remaining = affected.filter(
    ({ mutant, scenario, lane }) => ranForProof.get(mutant)?.has(`${lane} ${scenario.name}`) !== true,
  );
  let done = 0;
  await forEach(remaining, signal, async ({ mutant, scenario, lane }) => {
    for (const { check } of await prove.mutated(mutant, scenario, lane, { fewRounds: true }))
      if (check.outcome === 'failed' && check.lane === lane)
        fails(mutant, checkKey(check.requirement, lane, scenario.name));
    done += 1;
    onPair(done, remaining.length);
  });
  const checksIn = (lane: LaneName): number => everyCheck.filter((check) => check.lane === lane).length;
  const rows = mutants.flatMap((mutant) =>
    laneNames
      .filter((lane) => actsIn(mutant, lane))
      .map((lane): MatrixRow => {
        const failed = [...(failures.get(mutant) ?? [])].filter((check) => check.lane === lane);
        return {
          mutant: mutant.name,
          lane,
          failed: failed.length,
          share: failed.length / Math.max(1, checksIn(lane)),
          requirements: [...new Set(failed.map(({ requirement }) => requirement))].toSorted(),
        };
      }),
  );
  return {
    scenarios: { covered: scenarios.length, all: scenariosOf(everyCheck).length },
    pairs: { all: affected.length + unaffected.length, affected: affected.length, run: remaining.length },
    checks: Object.fromEntries(laneNames.map((lane) => [lane, checksIn(lane)])),
    rows: rows.toSorted((one, other) => other.share - one.share),
    leftOut: all.filter((mutant) => !isSteady(mutant)).map(({ name }) => name),
  };
};

/**
 * Runs some pairs in which the mutant changes nothing, equal ones for equal seeds. Resolves with the outcomes that are not
 * those of the control, each as a sentence: `MUTANT: CHECK is failed, and in the control passed`.
 */
export const unlikeControl = async (
  prove: Prover,
  { mutants, checks, signal }: Pick<MatrixInput, 'mutants' | 'checks' | 'signal'>,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<readonly string[]> => {
  const { unaffected } = await pairsOf(prove, mutants.filter(isSteady), scenariosOf(checks));
  const numberOf = ({ mutant, scenario, lane }: Pair): string =>
    createHash('sha256').update(`${seed}\n${mutant.name}\n${scenario.name}\n${lane}`).digest('hex');
  const sample = unaffected
    .map((pair) => ({ pair, number: numberOf(pair) }))
    .toSorted((one, other) => (one.number < other.number ? -1 : 1))
    .slice(0, count)
    .map(({ pair }) => pair);
  const different: string[] = [];
  await forEach(sample, signal, async ({ mutant, scenario, lane }) => {
    const outcomes = (probed: readonly ProbedCheck[]) =>
      new Map(
        probed
          .filter(({ check }) => check.lane === lane)
          .map(({ check: { requirement, outcome } }) => [checkKey(requirement, lane, scenario.name), outcome]),
      );
    const before = outcomes(await prove.controls(scenario));
    const after = outcomes(await prove.mutated(mutant, scenario, lane, { round: ' again', fewRounds: true }));
    for (const key of new Set([...before.keys(), ...after.keys()]))
      if (before.get(key) !== after.get(key))
        different.push(`${mutant.name}: ${key} is ${after.get(key)}, and in the control ${before.get(key)}`);
  });
  return different;
};
