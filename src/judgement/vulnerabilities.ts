import { checksOf, type PlacedCheck } from './check-list.ts';
import type { CheckEntry, Report, RequirementResult } from './schema.ts';
import { failsIn, isFailure } from './unmet.ts';

/** Whether a check shows a vulnerability of the target, known or new. */
export const isVulnerability = ({ requirement, check }: Pick<PlacedCheck, 'requirement' | 'check'>): boolean =>
  requirement.vulnerability && isFailure(check);

export const vulnerabilitiesOf = (report: Pick<Report, 'requirements'>): readonly PlacedCheck[] =>
  checksOf(report).filter(isVulnerability);

const notPublished = 'not published: see report.html';

/** What remains names requirements, lanes and scenarios only. */
const withoutDetails = ({
  scenario,
  profile,
  outcome,
  reason,
  message,
  novelty,
  cause,
  echoOf,
  blockedBy,
  deviations,
}: CheckEntry): CheckEntry => ({
  scenario,
  profile,
  outcome,
  ...(novelty !== undefined && { novelty }),
  ...(cause !== undefined && { cause }),
  ...(echoOf !== undefined && { echoOf }),
  ...(blockedBy !== undefined && { blockedBy }),
  ...(reason !== undefined && { reason }),
  ...(message !== undefined && { message: notPublished }),
  // Without them a stale entry would say that nothing fails any more.
  ...(outcome === 'stale-baseline' &&
    failsIn({ outcome, deviations }) && {
      deviations: { 'an aspect': { expected: notPublished, observed: notPublished } },
    }),
});

/**
 * The report for publication: of scenarios with a vulnerability only the outcomes of the checks remain, without
 * details, because other checks of such a scenario may be based on the same exchanges.
 */
export const publishedReport = (report: Report): Report => {
  const confidential = new Set(vulnerabilitiesOf(report).map(({ check }) => check.scenario));
  if (confidential.size === 0) return report;
  const requirement = (one: RequirementResult): RequirementResult => ({
    ...one,
    lanes: Object.fromEntries(
      Object.entries(one.lanes).map(([lane, { outcome, checks }]) => [
        lane,
        { outcome, checks: checks.map((check) => (confidential.has(check.scenario) ? withoutDetails(check) : check)) },
      ]),
    ),
  });
  const { gate, conformance } = report.verdicts;
  const reason = (text: string): string => {
    const scenario = [...confidential].find((name) => text.includes(name));
    return scenario === undefined ? text : `${scenario}: ${notPublished}`;
  };
  const confidentialCauses = new Set(
    checksOf(report).flatMap(({ check }) => (confidential.has(check.scenario) ? (check.cause ?? []) : [])),
  );
  return {
    ...report,
    requirements: report.requirements.map(requirement),
    causes: report.causes.map((cause) => (confidentialCauses.has(cause.id) ? { ...cause, text: notPublished } : cause)),
    differences: report.differences.map((one) =>
      confidential.has(one.scenario)
        ? { ...one, label: 'an observation', baseValue: notPublished, laneValue: notPublished }
        : one,
    ),
    verdicts: {
      gate: { ...gate, reasons: gate.reasons.map(reason), broken: gate.broken.map(reason) },
      conformance,
    },
  };
};
