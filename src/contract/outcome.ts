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

/**
 * The reasons why a check may not apply; a closed list, so that a report can count them. `feature-not-claimed`: the
 * target lacks an optional feature. `before-introduced`: the requirement is not in force in the target's release.
 * `needs-own-server`: no installation can give what the scenario needs, but a server that the harness starts can.
 * `permission-missing`: the harness's user lacks a right. `capability-not-offered`: the environment cannot.
 */
export const notApplicableReasons = [
  'lane',
  'feature-not-claimed',
  'before-introduced',
  'storage-mode-not-offered',
  'needs-own-server',
  'manifests-not-supplied',
  'permission-missing',
  'capability-not-offered',
  'disruption-not-allowed',
] as const;
export type NotApplicableReason = (typeof notApplicableReasons)[number];

/** Outcomes that fail the gate. */
export const gateClosing: ReadonlySet<Outcome> = new Set<Outcome>(['failed', 'blocked', 'error', 'stale-baseline']);
