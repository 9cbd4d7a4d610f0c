import type { CheckResult } from '../contract/result.ts';

/** What a run adds to what was known of its target before. */
export const novelties = ['new', 'changed', 'fixed', 'known'] as const;
export type Novelty = (typeof novelties)[number];

const ofOutcomes: Readonly<Partial<Record<CheckResult['outcome'], Novelty>>> = {
  failed: 'new',
  blocked: 'new',
  'stale-baseline': 'fixed',
  'known-failure': 'known',
};

/**
 * The novelty of a check; undefined if there is nothing to tell, or if the harness could not decide it. `changed`: the
 * baseline lists the check, but it fails in more than that. `fixed`: it fails in less, or not at all.
 */
export const noveltyOf = ({
  outcome,
  baselineReason,
}: Pick<CheckResult, 'outcome' | 'baselineReason'>): Novelty | undefined =>
  outcome === 'failed' && baselineReason !== undefined ? 'changed' : ofOutcomes[outcome];
