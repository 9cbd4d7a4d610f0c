/** The possible outcomes of a check. */
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

/** The reasons why a check may not apply; a closed list, so that a report can count them. */
export const notApplicableReasons = [
  'lane',
  'feature-not-claimed',
  'variant-not-offered',
  'manifests-not-supplied',
  'before-introduced',
  'listing-shared',
  'storage-mode-not-offered',
  'needs-own-server',
  'capability-not-offered',
  'disruption-not-allowed',
] as const;
export type NotApplicableReason = (typeof notApplicableReasons)[number];

/** Outcomes that fail the gate. */
export const gateClosing: ReadonlySet<Outcome> = new Set<Outcome>(['failed', 'blocked', 'error', 'stale-baseline']);
