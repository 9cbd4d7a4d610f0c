import type { LaneName } from '../contract/lane-name.ts';
import type { Outcome } from '../contract/outcome.ts';
import { checksOf, type PlacedCheck } from './check-list.ts';
import { checkName } from './expected-checks.ts';
import { failedAspects } from './failed-aspects.ts';
import type { CheckEntry, Report } from './schema.ts';
import { vulnerabilitiesOf } from './vulnerabilities.ts';

/** A check that differs between two runs. */
export interface ComparedCheck {
  readonly requirement: string;
  readonly lane: LaneName;
  readonly scenario: string;
  /** Its outcome in the first run; absent if it was not there. */
  readonly before?: Outcome;
  /** Its outcome in the second run; absent if it was not there. */
  readonly after?: Outcome;
  /** Its rate of failure in earlier runs, if a baseline lists it as intermittent. */
  readonly intermittent?: NonNullable<CheckEntry['intermittent']>;
  /**
   * What was observed of the aspects that fail in one run only, or differently; absent for scenarios with a vulnerability,
   * because logs are published.
   */
  readonly aspects?: {
    readonly new: Readonly<Record<string, string>>;
    readonly gone: Readonly<Record<string, string>>;
  };
}

/** The checks that differ between two runs, by what happened to them. */
export interface ReportComparison {
  /** They fail, or are blocked, in the second run, and did not in the first. */
  readonly newlyFailing: readonly ComparedCheck[];
  /** They fail in both, in another way. */
  readonly changed: readonly ComparedCheck[];
  readonly fixed: readonly ComparedCheck[];
  /** They were decided in the first run; in the second they are in error or not applicable. */
  readonly undecided: readonly ComparedCheck[];
  /** They are not in the second run. */
  readonly gone: readonly ComparedCheck[];
  /** They are not in the first run, and do not fail in the second. */
  readonly new: readonly ComparedCheck[];
}

type Kind = keyof ReportComparison;
type Aspects = Readonly<Record<string, string>>;

/** `failing` includes what is blocked, by a known failure too. */
const stateOf = (check: CheckEntry): 'failing' | 'not failing' | 'undecided' => {
  const failed = failedAspects(check);
  if (failed !== undefined) return Object.keys(failed).length > 0 ? 'failing' : 'not failing';
  return check.outcome === 'error' || check.outcome === 'not-applicable' ? 'undecided' : 'failing';
};

/** The aspects of one that are not in the other with the same value. */
const beyond = (one: Aspects, other: Aspects): Aspects =>
  Object.fromEntries(Object.entries(one).filter(([name, value]) => other[name] !== value));

/** Undefined for a check that is the same in both. */
const kindOf = (before: CheckEntry | undefined, after: CheckEntry | undefined, differ: boolean): Kind | undefined => {
  if (after === undefined) return 'gone';
  const [was, is] = [before && stateOf(before), stateOf(after)];
  if (is === 'failing') {
    if (was !== 'failing') return 'newlyFailing';
    return differ ? 'changed' : undefined;
  }
  if (was === undefined) return 'new';
  if (is === 'undecided') return was === 'undecided' ? undefined : 'undecided';
  return was === 'failing' ? 'fixed' : undefined;
};

/** Compares the checks of two runs, which may have tested different targets. */
export const comparedReports = (first: Report, second: Report): ReportComparison => {
  const confidential = new Set(
    [first, second].flatMap((report) => vulnerabilitiesOf(report)).map(({ check }) => check.scenario),
  );
  const named = (report: Report): ReadonlyMap<string, PlacedCheck> =>
    new Map(
      checksOf(report).map((placed) => {
        const { requirement, lane, check } = placed;
        return [checkName({ requirement: requirement.id, lane, scenario: check.scenario }), placed];
      }),
    );
  const [firstChecks, secondChecks] = [named(first), named(second)];
  const compared = [...new Set([...firstChecks.keys(), ...secondChecks.keys()])].toSorted().flatMap((name) => {
    const [was, is] = [firstChecks.get(name), secondChecks.get(name)];
    const place = is ?? was;
    if (place === undefined) return [];
    const [before, after] = [was?.check, is?.check];
    const [failedBefore, failedAfter] = [before, after].map((check) => (check && failedAspects(check)) ?? {});
    const aspects = {
      new: beyond(failedAfter ?? {}, failedBefore ?? {}),
      gone: beyond(failedBefore ?? {}, failedAfter ?? {}),
    };
    const differ = Object.keys(aspects.new).length + Object.keys(aspects.gone).length > 0;
    const kind = kindOf(before, after, differ);
    if (kind === undefined) return [];
    const { scenario } = place.check;
    const intermittent = after?.intermittent ?? before?.intermittent;
    const one: ComparedCheck = {
      requirement: place.requirement.id,
      lane: place.lane,
      scenario,
      ...(before !== undefined && { before: before.outcome }),
      ...(after !== undefined && { after: after.outcome }),
      ...(intermittent !== undefined && { intermittent }),
      ...(differ && after !== undefined && !confidential.has(scenario) && { aspects }),
    };
    return [{ kind, one }];
  });
  const of = (kind: Kind): readonly ComparedCheck[] => compared.flatMap((each) => (each.kind === kind ? each.one : []));
  return {
    newlyFailing: of('newlyFailing'),
    changed: of('changed'),
    fixed: of('fixed'),
    undecided: of('undecided'),
    gone: of('gone'),
    new: of('new'),
  };
};
