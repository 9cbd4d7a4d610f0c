import type { Requirement } from '../scenarios/requirement.ts';
import { profiles } from '../scenarios/requirement.ts';
import { gateClosing } from '../scenarios/outcome.ts';
import type { Report, RequirementResult } from './schema.ts';

type Verdicts = Report['verdicts'];

const checksOf = (requirement: RequirementResult) => Object.values(requirement.lanes).flatMap(({ checks }) => checks);

/** The gate: something was checked, and nothing is failed, blocked, in error or stale. */
export const gateVerdict = (
  requirements: readonly RequirementResult[],
  broken: readonly string[],
  complete: boolean,
): Verdicts['gate'] => {
  const checks = requirements.flatMap(checksOf);
  const reasons = [...gateClosing].flatMap((outcome) => {
    const count = checks.filter((check) => check.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  if (checks.length === 0) reasons.push('no check was made');
  if (!complete) reasons.push('the run was interrupted');
  reasons.push(...broken);
  return { passed: reasons.length === 0, reasons };
};

const mandatory = (level: Requirement['level'], strict: boolean): boolean =>
  level === 'MUST' || (strict && level === 'SHOULD');
const unmet = new Set(['failed', 'known-failure', 'blocked', 'error']);

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
    const notMet = own.flatMap((requirement) =>
      Object.entries(requirement.lanes)
        .filter(([, lane]) => lane.checks.some(({ outcome }) => unmet.has(outcome)))
        .map(([lane]) => ({ level: requirement.level, text: `${requirement.id} in ${lane}` })),
    );
    const reasons = notMet.filter(({ level }) => mandatory(level, strict)).map(({ text }) => text);
    const warnings = notMet.filter(({ level }) => !mandatory(level, strict)).map(({ text }) => text);
    return [{ profile, verdict: reasons.length === 0 ? 'conformant' : 'not-conformant', reasons, warnings }];
  });
