import { profiles } from '../contract/requirement.ts';
import type { PlacedCheck } from './check-list.ts';
import type { DeclaredCheck } from './expected-checks.ts';
import type { Demand } from './profile-pairs.ts';
import type { Completeness, RunFacts } from './run-facts.ts';
import { profileVerdict, type Verdict, type VerdictOptions } from './verdict.ts';

/** The inputs of the conformance decision besides the decided checks. */
export interface ConformanceInput extends Demand, Completeness, Pick<VerdictOptions, 'strict' | 'claimed'> {
  /** The checks that were selected for this run. */
  readonly selected: readonly Pick<DeclaredCheck, 'profile'>[];
  readonly facts: RunFacts;
}

/** Conformance by profile, for the profiles that the run has to decide, or that are claimed. */
export const conformanceVerdicts = (checks: readonly PlacedCheck[], input: ConformanceInput): readonly Verdict[] => {
  const { selected, claimed, whole, partialBecause, facts, strict } = input;
  const shown = new Set([
    ...selected.map(({ profile }) => profile),
    ...checks.map(({ check }) => check.profile),
    ...claimed,
  ]);
  return profiles
    .filter((profile) => shown.has(profile))
    .map((profile) =>
      profileVerdict(profile, input, [{ facts, checks }], {
        strict,
        claimed,
        openBecause: whole.includes(profile) ? undefined : partialBecause,
      }),
    );
};
