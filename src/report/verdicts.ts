import type { Requirement } from '../scenarios/requirement.ts';
import { profiles } from '../scenarios/requirement.ts';
import { gateClosing, type NotApplicableReason, type Outcome } from '../scenarios/outcome.ts';
import type { PlacedCheck } from './check-list.ts';
import type { Report } from './schema.ts';

type Verdicts = Report['verdicts'];

/** The gate: something was decided, and nothing is failed, blocked, in error or stale. `outcomes`: of every check. */
export const gateVerdict = (
  outcomes: readonly Outcome[],
  broken: readonly string[],
  complete: boolean,
): Verdicts['gate'] => {
  const reasons = [...gateClosing].flatMap((closing) => {
    const count = outcomes.filter((outcome) => outcome === closing).length;
    return count === 0 ? [] : [`${count} ${closing}`];
  });
  if (outcomes.every((outcome) => outcome === 'not-applicable')) reasons.push('no check was decided');
  if (!complete) reasons.push('the run was interrupted');
  reasons.push(...broken);
  return { passed: reasons.length === 0, reasons };
};

const mandatory = (level: Requirement['level'], strict: boolean): boolean =>
  level === 'MUST' || (strict && level === 'SHOULD');
const unmet = new Set(['failed', 'known-failure', 'blocked', 'error']);

/** Why a check may not apply although the profile asks for it: then nobody knows whether the target conforms. */
const undecided: ReadonlySet<NotApplicableReason> = new Set<NotApplicableReason>([
  'lane',
  'manifests-not-supplied',
  'variant-not-offered',
  'listing-shared',
]);

const isUndecided = ({ check: { reason } }: PlacedCheck): boolean => reason !== undefined && undecided.has(reason);

/**
 * Conformance by profile: every applicable mandatory check passed; a known failure counts as failed. Decided by complete,
 * unfiltered runs of all lanes only.
 */
export const conformanceVerdicts = (
  checks: readonly PlacedCheck[],
  { strict, decidable }: { readonly strict: boolean; readonly decidable: boolean },
): Verdicts['conformance'] =>
  profiles.flatMap((profile): Verdicts['conformance'] => {
    const own = checks.filter(({ check }) => check.profile === profile);
    if (own.length === 0) return [];
    const notDecided = (reason: string): Verdicts['conformance'] => [
      { profile, verdict: 'not-decided', reasons: [reason], warnings: [] },
    ];
    if (!decidable) return notDecided('the run was filtered or interrupted');
    const lanes = new Set(
      own
        .filter((placed) => mandatory(placed.requirement.level, strict) && isUndecided(placed))
        .map(({ lane }) => lane),
    );
    if (lanes.size > 0) return notDecided(`mandatory checks could not be made in ${[...lanes].join(', ')}`);
    const notMet = own.filter(({ check }) => unmet.has(check.outcome));
    const named = (placed: readonly PlacedCheck[]) => [
      ...new Set(placed.map(({ requirement, lane }) => `${requirement.id} in ${lane}`)),
    ];
    const reasons = named(notMet.filter(({ requirement }) => mandatory(requirement.level, strict)));
    const warnings = named(notMet.filter(({ requirement }) => !mandatory(requirement.level, strict)));
    return [{ profile, verdict: reasons.length === 0 ? 'conformant' : 'not-conformant', reasons, warnings }];
  });
