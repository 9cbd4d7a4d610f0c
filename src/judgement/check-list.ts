import { laneNames, type LaneName } from '../contract/lane-name.ts';
import type { Outcome } from '../contract/outcome.ts';
import { profiles, type Profile } from '../contract/requirement.ts';
import { bySeverity } from '../contract/outcome-words.ts';
import type { CheckEntry, Report, RequirementResult } from './schema.ts';

/** A check with its requirement and lane. */
export interface PlacedCheck {
  readonly requirement: RequirementResult;
  readonly lane: LaneName;
  readonly check: CheckEntry;
}

/** Every check of a report, in the order of its requirements, then by lane. */
export const checksOf = ({ requirements }: Pick<Report, 'requirements'>): readonly PlacedCheck[] =>
  requirements.flatMap((requirement) =>
    laneNames.flatMap((lane) => (requirement.lanes[lane]?.checks ?? []).map((check) => ({ requirement, lane, check }))),
  );

/** The most severe outcome of several checks. */
export const worstOf = (checks: readonly { readonly outcome: Outcome }[]): Outcome =>
  bySeverity.find((outcome) => checks.some((check) => check.outcome === outcome)) ?? 'error';

export type Tally = Readonly<Partial<Record<Outcome, number>>>;

export const tallyOf = (checks: readonly PlacedCheck[]): Tally => {
  const tally: Partial<Record<Outcome, number>> = {};
  for (const { check } of checks) tally[check.outcome] = (tally[check.outcome] ?? 0) + 1;
  return tally;
};

/** The outcome counts of one area by lane; lanes without a check of the area are absent. */
export interface AreaTally {
  readonly area: string;
  readonly lanes: Readonly<Partial<Record<LaneName, Tally>>>;
}

const areaTallies = (checks: readonly PlacedCheck[]): readonly AreaTally[] =>
  [...Map.groupBy(checks, ({ requirement }) => requirement.area)].map(([area, own]) => ({
    area,
    lanes: Object.fromEntries(
      [...Map.groupBy(own, ({ lane }) => lane)].map(([lane, ofLane]) => [lane, tallyOf(ofLane)]),
    ),
  }));

/** The outcome counts by profile, area and lane; areas are in the order of the report. */
export const tallies = (
  report: Report,
): readonly { readonly profile: Profile; readonly areas: readonly AreaTally[] }[] => {
  const byProfile = Map.groupBy(checksOf(report), ({ check }) => check.profile);
  return profiles.flatMap((profile) => {
    const own = byProfile.get(profile);
    return own === undefined ? [] : [{ profile, areas: areaTallies(own) }];
  });
};

/** The lanes of a report, in the order of every matrix. */
export const lanesOf = (report: Report): readonly LaneName[] =>
  laneNames.filter(
    (lane) => report.options.lanes.includes(lane) || report.requirements.some(({ lanes }) => lanes[lane] !== undefined),
  );
