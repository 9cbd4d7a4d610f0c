import { laneNames, type LaneName } from '../contract/lane-name.ts';
import { scenarioLanes } from '../judgement/declared-checks.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { semaphore } from '../waiting/semaphore.ts';
import { checkKey, killsOf, type DeclaredCheck } from './check-key.ts';
import type { Mutant } from './mutant.ts';
import type { MutantResult, Prover } from './proof.ts';

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

/** What every mutant fails in every lane. */
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
}

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

/** The pairs in which the mutant changes anything, those of a mutant together: scenarios take turns with a target. */
const affectedPairs = async (
  prove: Prover,
  mutants: readonly Mutant[],
  scenarios: readonly Scenario[],
): Promise<readonly Pair[]> => {
  const lanes = scenarios.flatMap((scenario) => scenarioLanes(scenario).map((lane) => ({ scenario, lane })));
  const affecting = await Promise.all(
    lanes.map(async (one) => ({ ...one, by: new Set(await prove.affecting(one.scenario, one.lane)) })),
  );
  return mutants.flatMap((mutant) =>
    affecting.filter(({ by }) => by.has(mutant)).map(({ scenario, lane }) => ({ mutant, scenario, lane })),
  );
};

/** Runs every mutant in every lane of every scenario where it changes anything, in few rounds. */
export const fillMatrix = async (
  prove: Prover,
  { mutants, checks, everyCheck, proved, signal, onPair }: MatrixInput,
): Promise<Matrix> => {
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
  const affected = await affectedPairs(prove, mutants, scenarios);
  const ranForProof = new Map(
    [...proved.keys()].map((mutant) => [
      mutant,
      new Set(killsOf(mutant, checks).map(({ scenario, lane }) => `${lane} ${scenario.name}`)),
    ]),
  );
  const remaining = affected.filter(
    ({ mutant, scenario, lane }) => ranForProof.get(mutant)?.has(`${lane} ${scenario.name}`) !== true,
  );
  const permits = semaphore(atOnce);
  let done = 0;
  const runs = await Promise.allSettled(
    remaining.map(async ({ mutant, scenario, lane }) => {
      using _permit = await permits.acquire(signal);
      const probed = await prove.mutated(mutant, scenario, lane, { fewRounds: true });
      for (const { check } of probed)
        if (check.outcome === 'failed' && check.lane === lane)
          fails(mutant, checkKey(check.requirement, lane, scenario.name));
      done += 1;
      onPair(done, remaining.length);
    }),
  );
  signal.throwIfAborted();
  const broken = runs.filter((run) => run.status === 'rejected').map(({ reason }): unknown => reason);
  if (broken.length > 0)
    throw new AggregateError(broken, `${broken.length} pairs could not be run: ${String(broken[0])}`);
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
    pairs: {
      all: mutants.flatMap((mutant) =>
        scenarios.flatMap((scenario) => scenarioLanes(scenario).filter((lane) => actsIn(mutant, lane))),
      ).length,
      affected: affected.length,
      run: remaining.length,
    },
    checks: Object.fromEntries(laneNames.map((lane) => [lane, checksIn(lane)])),
    rows: rows.toSorted((one, other) => other.share - one.share),
  };
};
