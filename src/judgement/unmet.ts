import type { Outcome } from '../contract/outcome.ts';
import type { CheckEntry } from './schema.ts';

const unmet: ReadonlySet<Outcome> = new Set<Outcome>(['failed', 'known-failure', 'blocked']);

/** Whether the check shows that its requirement is not met, whatever a baseline says about it. */
export const failsIn = ({ outcome }: Pick<CheckEntry, 'outcome'>): boolean => unmet.has(outcome);
