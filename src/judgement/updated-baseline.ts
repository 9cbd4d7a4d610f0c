import type { BaselineEntry } from './baseline.ts';
import { checksOf, type PlacedCheck } from './check-list.ts';
import { checkName } from './expected-checks.ts';
import { failedAspects } from './failed-aspects.ts';
import type { Report } from './schema.ts';
import { unfilledReason } from './unfilled-reason.ts';

/** The number of runs after which an intermittent failure is asked for again, unless its entry says another. */
export const defaultReviewAfter = 50;

type Place = Pick<BaselineEntry, 'requirement' | 'lane' | 'scenario'>;

/** One aspect of one check that may fail, with some of its values. */
interface Claim extends Pick<BaselineEntry, 'reason' | 'intermittent'> {
  readonly aspect: string;
  readonly values: readonly string[];
}

/** What a run observed of a check: the aspects that failed, by name, and whether its run is to be counted. */
interface Decision {
  readonly failed: Readonly<Record<string, string>>;
  readonly counts: boolean;
}

/** A change of a baseline, or something that it does not list. */
export interface BaselineRemark extends Place {
  readonly kind: 'new' | 'pruned' | 'intermittent' | 'not listed';
  /** The aspect that it is about, if any. */
  readonly aspect?: string;
  readonly text: string;
}

export interface UpdatedBaseline {
  readonly entries: readonly BaselineEntry[];
  readonly remarks: readonly BaselineRemark[];
}

export interface UpdateInput {
  /** The reports of runs of one target. */
  readonly reports: readonly Report[];
  /** The baseline that is brought up to date; empty for a new one. */
  readonly known: readonly BaselineEntry[];
  /** The ids of the runs that its rates count already. */
  readonly counted: readonly string[];
  /** Whether the failure of a requirement is a vulnerability. */
  readonly isVulnerability: (requirement: string) => boolean;
}

type Said = Pick<BaselineRemark, 'kind' | 'text'>;
type Told = readonly [Claim | undefined, Said?];

const inRuns = (failed: number, runs: number): string => `failed in ${failed} of ${runs} runs`;

const hits = (decisions: readonly Decision[], aspect: string, values: readonly string[]): number =>
  decisions.filter(({ failed }) => values.includes(failed[aspect] ?? '') && aspect in failed).length;

/** A listed aspect after these runs: kept, counted, or pruned with the reason. */
const knownClaim = (claim: Claim, decisions: readonly Decision[]): Told => {
  const { aspect, values, intermittent } = claim;
  const seen = hits(decisions, aspect, values);
  if (intermittent !== undefined) {
    const counting = decisions.filter(({ counts }) => counts);
    const failed = intermittent.failed + hits(counting, aspect, values);
    return [{ ...claim, intermittent: { ...intermittent, failed, runs: intermittent.runs + counting.length } }];
  }
  const fails = decisions.filter(({ failed }) => aspect in failed).length;
  if (seen === 0) {
    const text = fails === 0 ? 'no longer fails' : 'fails with another value';
    return [undefined, { kind: 'pruned', text: `${text}; its reason was: ${claim.reason}` }];
  }
  if (fails === decisions.length) return [claim];
  const rate = { failed: seen, runs: decisions.length, reviewAfter: defaultReviewAfter };
  return [
    { ...claim, intermittent: rate },
    { kind: 'intermittent', text: inRuns(rate.failed, rate.runs) },
  ];
};

/** What failed of an aspect beyond what is listed, as one claim with a reason that is to be filled in. */
const newClaim = (aspect: string, known: readonly Claim[], decisions: readonly Decision[]): Told => {
  const listed = known.flatMap(({ values }) => values);
  const values = [...new Set(decisions.flatMap(({ failed }) => failed[aspect] ?? []))].filter(
    (value) => !listed.includes(value),
  );
  if (values.length === 0) return [undefined];
  const before = Math.max(0, ...known.map(({ intermittent }) => intermittent?.runs ?? 0));
  const always = before === 0 && decisions.every(({ failed }) => aspect in failed);
  const failed = hits(decisions, aspect, values);
  const runs = before + decisions.length;
  const claim = { aspect, values: values.toSorted(), reason: unfilledReason };
  return [
    always ? claim : { ...claim, intermittent: { failed, runs, reviewAfter: defaultReviewAfter } },
    { kind: 'new', text: always ? 'fails' : inRuns(failed, runs) },
  ];
};

const claimsOf = (entries: readonly BaselineEntry[]): readonly Claim[] =>
  entries.flatMap(({ aspects, reason, intermittent }) =>
    Object.entries(aspects).map(([aspect, values]) => ({
      aspect,
      values,
      reason,
      ...(intermittent !== undefined && { intermittent }),
    })),
  );

const entriesOf = (place: Place, claims: readonly Claim[], vulnerability: boolean): readonly BaselineEntry[] =>
  [...Map.groupBy(claims, ({ reason, intermittent }) => JSON.stringify([reason, intermittent])).values()].flatMap(
    (own) => {
      const [first] = own;
      if (first === undefined) return [];
      const byAspect = [...Map.groupBy(own, ({ aspect }) => aspect)].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return {
        ...place,
        aspects: Object.fromEntries(
          byAspect.map(([aspect, same]) => [aspect, [...new Set(same.flatMap(({ values }) => values))].toSorted()]),
        ),
        reason: first.reason,
        ...(vulnerability && { vulnerability: true as const }),
        ...(first.intermittent !== undefined && { intermittent: first.intermittent }),
      };
    },
  );

const unlisted = (checks: readonly PlacedCheck[], of: number): readonly Said[] =>
  (['blocked', 'error', 'failed'] as const).flatMap((outcome) => {
    const own = checks.filter(({ check }) => check.outcome === outcome);
    const cause = own.map(({ check: { blockedBy } }) => blockedBy).find((found) => found !== undefined);
    const by = cause === undefined ? '' : ` by ${cause.requirement} in ${cause.lane}`;
    const words = { blocked: `blocked${by}`, error: 'ended in error', failed: 'failed without a named aspect' };
    const share = of === 1 ? '' : ` in ${own.length} of ${of} runs`;
    return own.length === 0 ? [] : [{ kind: 'not listed' as const, text: `${words[outcome]}${share}` }];
  });

/**
 * A baseline with the failures of these runs. What is known is kept under its reason; what failed beyond it has a reason
 * that is to be filled in; what did not fail as listed in any run is pruned, unless it is intermittent; what failed in
 * some of the runs only becomes so. Checks that no run decided keep their entries.
 */
export const updatedBaseline = (input: UpdateInput): UpdatedBaseline => {
  const { known, counted, isVulnerability } = input;
  // A run that is given twice is one run.
  const reports = [...new Map(input.reports.map((report) => [report.run.id, report])).values()];
  const found = reports.flatMap((report) =>
    checksOf(report).map((placed) => ({ placed, counts: !counted.includes(report.run.id) })),
  );
  const placeOf = ({ requirement, lane, check }: PlacedCheck): Place => ({
    requirement: requirement.id,
    lane,
    scenario: check.scenario,
  });
  const listed = Map.groupBy(known, checkName);
  const ofRuns = Map.groupBy(found, ({ placed }) => checkName(placeOf(placed)));
  const places = new Map<string, Place>([
    ...known.map((entry): [string, Place] => [checkName(entry), entry]),
    ...found.map(({ placed }): [string, Place] => [checkName(placeOf(placed)), placeOf(placed)]),
  ]);
  const updates = [...places]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, place]) => {
      const { requirement, lane, scenario } = place;
      const at = { requirement, lane, scenario };
      const claims = claimsOf(listed.get(name) ?? []);
      const own = ofRuns.get(name) ?? [];
      const decisions = own.flatMap(({ placed, counts }): readonly Decision[] => {
        const failed = failedAspects(placed.check);
        return failed === undefined ? [] : [{ failed, counts }];
      });
      const without = unlisted(
        own.flatMap(({ placed }) => (Object.keys(failedAspects(placed.check) ?? {}).length > 0 ? [] : [placed])),
        own.length,
      ).map((said): BaselineRemark => ({ ...at, ...said }));
      const aspects = [
        ...new Set([...claims.map(({ aspect }) => aspect), ...decisions.flatMap(({ failed }) => Object.keys(failed))]),
      ];
      const told = aspects.toSorted().flatMap((aspect): readonly (readonly [string, Told])[] => {
        const mine = claims.filter((claim) => claim.aspect === aspect);
        if (decisions.length === 0) return mine.map((claim) => [aspect, [claim]] as const);
        return [...mine.map((claim) => knownClaim(claim, decisions)), newClaim(aspect, mine, decisions)].map(
          (one) => [aspect, one] as const,
        );
      });
      return {
        entries: entriesOf(
          at,
          told.flatMap(([, [claim]]) => claim ?? []),
          isVulnerability(requirement),
        ),
        remarks: [
          ...told.flatMap(([aspect, [, said]]): readonly BaselineRemark[] =>
            said === undefined ? [] : [{ ...at, aspect, ...said }],
          ),
          ...without,
        ],
      };
    });
  return {
    entries: updates.flatMap(({ entries }) => entries),
    remarks: updates.flatMap(({ remarks }) => remarks),
  };
};
