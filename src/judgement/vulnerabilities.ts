import { checksOf, type PlacedCheck } from './check-list.ts';
import type { CheckEntry, Report, RequirementResult } from './schema.ts';

/** Whether a check found a vulnerability of the target, known or new. */
export const isVulnerability = ({ requirement, check }: Pick<PlacedCheck, 'requirement' | 'check'>): boolean =>
  requirement.vulnerability && (check.outcome === 'failed' || check.outcome === 'known-failure');

export const vulnerabilitiesOf = (report: Pick<Report, 'requirements'>): readonly PlacedCheck[] =>
  checksOf(report).filter(isVulnerability);

const notPublished = 'not published: see report.html';

const bare = ({ scenario, profile, outcome, reason, message }: CheckEntry): CheckEntry => ({
  scenario,
  profile,
  outcome,
  ...(reason !== undefined && { reason }),
  ...(message !== undefined && { message: notPublished }),
});

/**
 * The report as it may be shown to everybody: of a scenario that found a vulnerability there is left which checks failed,
 * and nothing that says how. Other checks of that scenario may rest on the same exchanges.
 */
export const publishedReport = (report: Report): Report => {
  const confidential = new Set(vulnerabilitiesOf(report).map(({ check }) => check.scenario));
  if (confidential.size === 0) return report;
  const requirement = (one: RequirementResult): RequirementResult => ({
    ...one,
    lanes: Object.fromEntries(
      Object.entries(one.lanes).map(([lane, { outcome, checks }]) => [
        lane,
        { outcome, checks: checks.map((check) => (confidential.has(check.scenario) ? bare(check) : check)) },
      ]),
    ),
  });
  const { gate, conformance } = report.verdicts;
  const reason = (text: string): string => {
    const scenario = [...confidential].find((name) => text.includes(name));
    return scenario === undefined ? text : `${scenario}: ${notPublished}`;
  };
  return {
    ...report,
    requirements: report.requirements.map(requirement),
    differences: report.differences.map((one) =>
      confidential.has(one.scenario)
        ? { ...one, label: 'an observation', baseValue: notPublished, laneValue: notPublished }
        : one,
    ),
    verdicts: { gate: { ...gate, reasons: gate.reasons.map(reason) }, conformance },
  };
};
