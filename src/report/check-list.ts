import { laneNames, type LaneName } from '../lanes/lane-name.ts';
import { gateClosing, type Outcome } from '../scenarios/outcome.ts';
import type { CheckEntry, Report, RequirementResult } from './schema.ts';

/** A check with what it belongs to. */
export interface PlacedCheck {
  readonly requirement: RequirementResult;
  readonly lane: LaneName;
  readonly check: CheckEntry;
}

/** Every check of a report: by requirement as they stand there, then by lane. */
export const checksOf = (report: Report): readonly PlacedCheck[] =>
  report.requirements.flatMap((requirement) =>
    laneNames.flatMap((lane) => (requirement.lanes[lane]?.checks ?? []).map((check) => ({ requirement, lane, check }))),
  );

/** The checks that keep the gate shut. */
export const failuresOf = (report: Report): readonly PlacedCheck[] =>
  checksOf(report).filter(({ check }) => gateClosing.has(check.outcome));

export type Tally = Readonly<Partial<Record<Outcome, number>>>;

export const tallyOf = (checks: readonly PlacedCheck[]): Tally => {
  const tally: Partial<Record<Outcome, number>> = {};
  for (const { check } of checks) tally[check.outcome] = (tally[check.outcome] ?? 0) + 1;
  return tally;
};

/** Counts by area and lane; areas in the order of the report, lanes that ran no check of an area are absent. */
export const areaTallies = (
  report: Report,
): readonly { readonly area: string; readonly lanes: Readonly<Partial<Record<LaneName, Tally>>> }[] =>
  [...Map.groupBy(checksOf(report), ({ requirement }) => requirement.area)].map(([area, checks]) => ({
    area,
    lanes: Object.fromEntries(
      [...Map.groupBy(checks, ({ lane }) => lane)].map(([lane, ofLane]) => [lane, tallyOf(ofLane)]),
    ),
  }));

/** The lanes a report is about, in the order of every matrix. */
export const lanesOf = (report: Report): readonly LaneName[] =>
  laneNames.filter(
    (lane) => report.options.lanes.includes(lane) || report.requirements.some(({ lanes }) => lanes[lane] !== undefined),
  );
