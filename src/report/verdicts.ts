import type { Requirement } from '../scenarios/requirement.ts';
import { profiles } from '../scenarios/requirement.ts';
import { gateClosing, type NotApplicableReason, type Outcome } from '../scenarios/outcome.ts';
import type { Report, RequirementResult } from './schema.ts';

type Verdicts = Report['verdicts'];

const checksOf = (requirement: RequirementResult) => Object.values(requirement.lanes).flatMap(({ checks }) => checks);

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

const undecidedLanes = (requirement: RequirementResult): readonly string[] =>
  Object.entries(requirement.lanes)
    .filter(([, { checks }]) => checks.some(({ reason }) => reason !== undefined && undecided.has(reason)))
    .map(([lane]) => lane);

/**
 * Conformance by profile: every applicable mandatory check passed; a known failure counts as failed. Decided by complete,
 * unfiltered runs of all lanes only.
 */
export const conformanceVerdicts = (
  requirements: readonly RequirementResult[],
  { strict, decidable }: { readonly strict: boolean; readonly decidable: boolean },
): Verdicts['conformance'] =>
  profiles.flatMap((profile): Verdicts['conformance'] => {
    const own = requirements.filter(
      (requirement) => requirement.profile === profile && checksOf(requirement).length > 0,
    );
    if (own.length === 0) return [];
    if (!decidable)
      return [{ profile, verdict: 'not-decided', reasons: ['the run was filtered or interrupted'], warnings: [] }];
    const lanes = [...new Set(own.filter(({ level }) => mandatory(level, strict)).flatMap(undecidedLanes))];
    if (lanes.length > 0)
      return [
        {
          profile,
          verdict: 'not-decided',
          reasons: [`mandatory checks could not be made in ${lanes.join(', ')}`],
          warnings: [],
        },
      ];
    const notMet = own.flatMap((requirement) =>
      Object.entries(requirement.lanes)
        .filter(([, lane]) => lane.checks.some(({ outcome }) => unmet.has(outcome)))
        .map(([lane]) => ({ level: requirement.level, text: `${requirement.id} in ${lane}` })),
    );
    const reasons = notMet.filter(({ level }) => mandatory(level, strict)).map(({ text }) => text);
    const warnings = notMet.filter(({ level }) => !mandatory(level, strict)).map(({ text }) => text);
    return [{ profile, verdict: reasons.length === 0 ? 'conformant' : 'not-conformant', reasons, warnings }];
  });
