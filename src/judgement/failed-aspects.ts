import type { NotApplicableReason } from '../contract/outcome.ts';
import type { CheckEntry } from './schema.ts';

type Decided = Pick<CheckEntry, 'outcome' | 'reason' | 'deviations'>;

/** Reasons for which a check does not apply that are the target's own, and not those of the run or its environment. */
const ofTheTarget: ReadonlySet<NotApplicableReason | undefined> = new Set<NotApplicableReason | undefined>([
  'feature-not-claimed',
  'before-introduced',
]);

/** Whether the run shows that the check does not fail with this target. */
export const didNotFail = ({ outcome, reason }: Pick<Decided, 'outcome' | 'reason'>): boolean =>
  outcome === 'passed' || outcome === 'recorded' || (outcome === 'not-applicable' && ofTheTarget.has(reason));

/**
 * What was observed of each aspect that failed, by its name; none if the check did not fail, whatever a baseline makes of
 * it. Undefined if the run did not decide the check.
 */
export const failedAspects = (check: Decided): Readonly<Record<string, string>> | undefined => {
  const { outcome, deviations } = check;
  if (deviations !== undefined)
    return Object.fromEntries(Object.entries(deviations).map(([name, { observed }]) => [name, observed]));
  return outcome === 'stale-baseline' || didNotFail(check) ? {} : undefined;
};
