import { laneNames, type LaneName } from '../contract/lane-name.ts';
import { scenarioLanes } from '../judgement/declared-checks.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { DeclaredCheck } from './check-key.ts';
import type { Mutant } from './mutant.ts';
import type { Prover } from './proof.ts';

/**
 * The checks that a mutant fails in each lane, over all scenarios: requirement ids, and their share of the lane's
 * checks.
 */
export type MatrixRow = Readonly<
  Partial<Record<LaneName, { readonly failed: readonly string[]; readonly share: number }>>
>;

/** Runs a mutant against every scenario, one lane at a time: one row of the matrix. */
export const matrixRow = async (
  prove: Prover,
  mutant: Mutant,
  scenarios: readonly Scenario[],
  checks: readonly DeclaredCheck[],
): Promise<MatrixRow> => {
  const row: Partial<Record<LaneName, { failed: string[]; share: number }>> = {};
  for (const lane of laneNames.filter((name) => mutant.lanes?.includes(name) ?? true)) {
    const failed: string[] = [];
    for (const scenario of scenarios.filter((candidate) => scenarioLanes(candidate).includes(lane)))
      for (const { check } of await prove.mutated(mutant, scenario, lane, { round: ' in the matrix' }))
        if (check.outcome === 'failed' && check.lane === lane) failed.push(check.requirement);
    const all = checks.filter((check) => check.lane === lane).length;
    row[lane] = { failed: [...new Set(failed)].toSorted(), share: all === 0 ? 0 : failed.length / all };
  }
  return row;
};
