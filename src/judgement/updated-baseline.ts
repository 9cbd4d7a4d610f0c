import type { BaselineEntry } from './baseline.ts';
import { checksOf } from './check-list.ts';
import { checkName } from './expected-checks.ts';
import { concealedAspect, concealedAspects } from './concealed-aspects.ts';
import { failedAspects } from './failed-aspects.ts';
import type { CheckEntry, Report } from './schema.ts';
import { unfilledReason } from './unfilled-reason.ts';

/** The number of runs after which an intermittent failure is asked for again, unless its entry says another. */
export const defaultReviewAfter = 50;

type Place = Pick<BaselineEntry, 'requirement' | 'lane' | 'scenario'>;

/** One aspect of one check that may fail, with some of its values. */
interface Claim extends Pick<BaselineEntry, 'reason' | 'intermittent'> {
  readonly aspect: string;
  readonly values: readonly string[];
}

/** A check in the report of a run, and whether the run is to be counted. */
interface FoundCheck {
  readonly place: Place;
  readonly check: CheckEntry;
  readonly counts: boolean;
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
  /** Whether a scenario declares such a requirement, whether or not a run selected it. */
  readonly isConfidential: (scenario: string) => boolean;
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

/** The check was not decided, or failed without a named aspect, in some of its runs. */
const unlisted = (found: readonly FoundCheck[]): readonly Said[] =>
  (['blocked', 'error', 'failed'] as const).flatMap((outcome) => {
    const own = found.filter(
      ({ check }) => check.outcome === outcome && Object.keys(failedAspects(check) ?? {}).length === 0,
    );
    if (own.length === 0) return [];
    const cause = own.map(({ check: { blockedBy } }) => blockedBy).find((obstacle) => obstacle !== undefined);
    const by = cause === undefined ? '' : ` by ${cause.requirement} in ${cause.lane}`;
    const words = { blocked: `blocked${by}`, error: 'ended in error', failed: 'failed without a named aspect' };
    const share = found.length === 1 ? '' : ` in ${own.length} of ${found.length} runs`;
    return [{ kind: 'not listed', text: `${words[outcome]}${share}` }];
  });

/** The claims and remarks about one aspect of a check that runs decided. */
const updatedAspect = (aspect: string, known: readonly Claim[], decisions: readonly Decision[]): readonly Told[] => [
  ...known.map((claim) => knownClaim(claim, decisions)),
  newClaim(aspect, known, decisions),
];

/** The entries of one check after the runs that have it. */
const updatedCheck = (
  place: Place,
  known: readonly BaselineEntry[],
  found: readonly FoundCheck[],
  { vulnerability, concealed }: { readonly vulnerability: boolean; readonly concealed: boolean },
): UpdatedBaseline => {
  // What is listed in words is the same as what was found, and is listed by digests from now on.
  const claims = concealed ? claimsOf(known).map(concealedAspect) : claimsOf(known);
  const decisions = found.flatMap(({ check, counts }): readonly Decision[] => {
    const failed = failedAspects(check);
    return failed === undefined ? [] : [{ failed: concealed ? concealedAspects(failed) : failed, counts }];
  });
  const without = unlisted(found).map((said): BaselineRemark => ({ ...place, ...said }));
  if (decisions.length === 0) return { entries: entriesOf(place, claims, vulnerability), remarks: without };
  const aspects = new Set([
    ...claims.map(({ aspect }) => aspect),
    ...decisions.flatMap(({ failed }) => Object.keys(failed)),
  ]);
  const updated = [...aspects].toSorted().flatMap((aspect) => {
    const own = claims.filter((claim) => claim.aspect === aspect);
    return updatedAspect(aspect, own, decisions).map(([claim, said]) => ({ aspect, claim, said }));
  });
  return {
    entries: entriesOf(
      place,
      updated.flatMap(({ claim }) => claim ?? []),
      vulnerability,
    ),
    remarks: [
      ...updated.flatMap(({ aspect, said }): readonly BaselineRemark[] =>
        said === undefined ? [] : [{ ...place, aspect, ...said }],
      ),
      ...without,
    ],
  };
};

/**
 * A baseline with the failures of these runs. What is known is kept under its reason; what failed beyond it has a reason
 * that is to be filled in; what did not fail as listed in any run is pruned, unless it is intermittent; what failed in
 * some of the runs only becomes so. Checks that no run decided keep their entries.
 */
export const updatedBaseline = ({
  reports,
  known,
  counted,
  isVulnerability,
  isConfidential,
}: UpdateInput): UpdatedBaseline => {
  // A run that is given twice is one run.
  const runs = [...new Map(reports.map((report) => [report.run.id, report])).values()];
  const found = runs.flatMap((report) =>
    checksOf(report).map(({ requirement, lane, check }): FoundCheck => {
      const place = { requirement: requirement.id, lane, scenario: check.scenario };
      return { place, check, counts: !counted.includes(report.run.id) };
    }),
  );
  const listed = Map.groupBy(known, checkName);
  const ofRuns = Map.groupBy(found, ({ place }) => checkName(place));
  const places = [
    ...known.map(({ requirement, lane, scenario }): Place => ({ requirement, lane, scenario })),
    ...found.map(({ place }) => place),
  ];
  const updates = [...new Map(places.map((place) => [checkName(place), place]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, place]) =>
      updatedCheck(place, listed.get(name) ?? [], ofRuns.get(name) ?? [], {
        vulnerability: isVulnerability(place.requirement),
        // What lanes of such a scenario observe tells as much as the check that fails.
        concealed: isConfidential(place.scenario) || isVulnerability(place.requirement),
      }),
    );
  return {
    entries: updates.flatMap(({ entries }) => entries),
    remarks: updates.flatMap(({ remarks }) => remarks),
  };
};
