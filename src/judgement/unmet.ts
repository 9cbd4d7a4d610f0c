import type { CheckEntry } from './schema.ts';

type Decided = Pick<CheckEntry, 'outcome' | 'deviations'>;

/** Whether a check that fails in less than its baseline lists fails all the same. */
const stillFails = ({ outcome, deviations = {} }: Decided): boolean =>
  outcome === 'stale-baseline' && Object.keys(deviations).length > 0;

/** Whether the target fails the check, known or not. */
export const isFailure = (check: Decided): boolean =>
  check.outcome === 'failed' || check.outcome === 'known-failure' || stillFails(check);

/** Whether the check shows that its requirement is not met, whatever a baseline says about it. */
export const failsIn = (check: Decided): boolean => isFailure(check) || check.outcome === 'blocked';

/** Whether the check shows that its requirement is met, whatever a baseline says about it. */
export const isMet = (check: Decided): boolean =>
  check.outcome === 'passed' || (check.outcome === 'stale-baseline' && !stillFails(check));
