import { withBaseline, type BaselineEntry } from '../judgement/baseline.ts';
import type { CheckResult } from '../contract/result.ts';
import { checkKey, type DeclaredCheck } from './check-key.ts';
import type { FailedCheck } from './proof.ts';

/** What a baseline makes of a check that failed under a mutant. */
export interface JudgedCheck {
  /** The key of the check. */
  readonly key: string;
  readonly outcome: CheckResult['outcome'];
  readonly message: string;
}

/** What a baseline makes of the checks that failed under a mutant and that it lists, as in a run that it judges. */
export const judgedByBaseline = (
  { killed, beside }: { readonly killed: readonly FailedCheck[]; readonly beside: readonly FailedCheck[] },
  checks: readonly DeclaredCheck[],
  entries: readonly BaselineEntry[],
): readonly JudgedCheck[] => {
  const deviations = new Map([...killed, ...beside].map((failed) => [failed.key, failed.deviations]));
  return checks.flatMap(({ requirement, lane, scenario: { name: scenario } }) => {
    const key = checkKey(requirement, lane, scenario);
    const found = deviations.get(key);
    const isListed = entries.some(
      (entry) => entry.requirement === requirement && entry.lane === lane && entry.scenario === scenario,
    );
    if (found === undefined || !isListed) return [];
    const failed: CheckResult = { requirement, lane, scenario, outcome: 'failed', deviations: found };
    const { outcome, message = '' } = withBaseline(failed, entries);
    return [{ key, outcome, message }];
  });
};
