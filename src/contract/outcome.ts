/** What a check came to: a closed set. */
export const outcomes = [
  'passed',
  'failed',
  'known-failure',
  'stale-baseline',
  'recorded',
  'not-applicable',
  'blocked',
  'error',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Why a check does not apply: a closed list, so that a report can count reasons. */
export const notApplicableReasons = [
  'lane',
  'feature-not-claimed',
  'variant-not-offered',
  'manifests-not-supplied',
  'before-introduced',
  'listing-shared',
  'storage-mode-not-offered',
  'capability-not-offered',
  'disruption-not-allowed',
] as const;
export type NotApplicableReason = (typeof notApplicableReasons)[number];

/** Outcomes that keep the gate shut. */
export const gateClosing: ReadonlySet<Outcome> = new Set<Outcome>(['failed', 'blocked', 'error', 'stale-baseline']);
