import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { manifestsOrigins } from '../contract/manifests-origin.ts';
import { UsageError } from '../failures/usage-error.ts';
import { laneNames } from '../contract/lane-name.ts';
import type { Deviations } from '../contract/aspect.ts';
import type { CheckResult } from '../contract/result.ts';
import { concealedAspects } from './concealed-aspects.ts';
import { didNotFail } from './failed-aspects.ts';
import { isUnfilled } from './unfilled-reason.ts';

const oneOrMore = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([schema, z.array(schema).min(2)]).transform((value) => (Array.isArray(value) ? value : [value]));

const entrySchema = z.strictObject({
  requirement: z.string(),
  /** One, or a list of those that show the same failure, as a scenario and its multi-user variant mostly do. */
  lane: oneOrMore(z.enum(laneNames)),
  scenario: oneOrMore(z.string()),
  /**
   * What may be observed of each aspect that fails, as `deviations` of the report has it; anything else is new. Of
   * scenarios with a vulnerability names and values are digests.
   */
  aspects: z
    .record(z.string(), oneOrMore(z.string()))
    .refine((aspects) => Object.keys(aspects).length > 0, 'at least one aspect fails'),
  /** Why it fails, determined from the exchange and the target's source. */
  reason: z.string().min(20),
  /** Set if the failure is a vulnerability: the reason then describes the impact, not the exploit. */
  vulnerability: z.literal(true).optional(),
  /** The observed failure rate; each aspect of such an entry may pass. */
  intermittent: z
    .strictObject({
      failed: z.int().positive(),
      runs: z.int().positive(),
      /** The number of runs after which the entry is asked for again. */
      reviewAfter: z.int().positive(),
    })
    .refine(({ failed, runs }) => failed < runs, 'a check that failed in every run is not intermittent')
    .optional(),
});

/** Expands an entry of the file to one entry for each listed lane and scenario. */
const expanded = ({ lane: lanes, scenario: scenarios, ...rest }: z.output<typeof entrySchema>) =>
  lanes.flatMap((lane) => scenarios.map((scenario) => ({ ...rest, lane, scenario })));

const baselineSchema = z.strictObject({
  target: z.string(),
  release: z.string(),
  commit: z.string(),
  database: z.string(),
  /** The origin of the CRDs, roles and webhook configurations, as in a report. */
  manifests: z.enum(manifestsOrigins).optional(),
  /** The ids of the runs that it was made from: each counts once in the rates of intermittent failures. */
  runs: z.array(z.string()).optional(),
  entries: z.array(entrySchema).transform((entries) => entries.flatMap(expanded)),
});

/** The reviewed list of known failures of one target version. */
export type Baseline = z.infer<typeof baselineSchema>;
export type BaselineEntry = Baseline['entries'][number];

/** Parses the text of a baseline. Throws a UsageError that names the option, the file and the problem. */
export const parseBaseline = (content: string, file: string, option: string): Baseline => {
  let document: unknown;
  try {
    document = parse(content);
  } catch (cause) {
    throw new UsageError(`${option}: ${file} is not YAML: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  const parsed = baselineSchema.safeParse(document);
  if (!parsed.success) throw new UsageError(`${option}: ${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

/** The text of the file that an option names. Throws a UsageError if it cannot be read. */
export const baselineText = (file: string, option: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${option}: ${file} cannot be read`, { cause });
  });

/** Reads a baseline file. Throws a UsageError that names the file and the problem. */
export const readBaseline = async (file: string, option = '--baseline'): Promise<Baseline> =>
  parseBaseline(await baselineText(file, option), file, option);

const checksOf = (entries: readonly BaselineEntry[]): number =>
  new Set(entries.map(({ requirement, lane, scenario }) => `${requirement} ${lane} ${scenario}`)).size;

export const isDueForReview = ({ intermittent }: Pick<BaselineEntry, 'intermittent'>): boolean =>
  intermittent !== undefined && intermittent.runs >= intermittent.reviewAfter;

/** The number of checks with a reason that is to be filled in, and of those with an entry that is asked for again. */
export const openQuestions = ({
  entries,
}: Pick<Baseline, 'entries'>): { readonly unfilled: number; readonly dueForReview: number } => ({
  unfilled: checksOf(entries.filter(({ reason }) => isUnfilled(reason))),
  dueForReview: checksOf(entries.filter(isDueForReview)),
});

/** Whether an entry lists the aspect with this value, in words or by digests. */
const allows = ({ aspects }: BaselineEntry, name: string, observed: string): boolean =>
  Object.entries({ [name]: observed, ...concealedAspects({ [name]: observed }) }).some(
    ([key, value]) => aspects[key]?.includes(value) === true,
  );

/** The names of failing aspects as entries list them, in words and by digests. */
const listedNames = (deviations: Deviations): ReadonlySet<string> =>
  new Set(Object.keys(deviations).flatMap((name) => [name, ...Object.keys(concealedAspects({ [name]: '' }))]));

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The aspects that must fail, and do not. */
const unfailed = (own: readonly BaselineEntry[], deviations: Deviations): readonly string[] => {
  const failing = listedNames(deviations);
  return own
    .filter(({ intermittent }) => intermittent === undefined)
    .flatMap(({ aspects }) => Object.keys(aspects))
    .filter((name) => !failing.has(name));
};

type Rate = Pick<NonNullable<BaselineEntry['intermittent']>, 'failed' | 'runs'>;

/** The rates of these entries, the rarest failure first. */
const rates = (entries: readonly BaselineEntry[]): readonly Rate[] =>
  entries
    .flatMap(({ intermittent }) => (intermittent === undefined ? [] : [intermittent]))
    .map(({ failed, runs }) => ({ failed, runs }))
    .toSorted((a, b) => a.failed / a.runs - b.failed / b.runs);

/** The check with the rate at which it failed before, if it does not fail in every run. */
const withRate = (check: CheckResult, own: readonly BaselineEntry[]): CheckResult => {
  if (own.some(({ intermittent }) => intermittent === undefined)) return check;
  const { deviations } = check;
  const failing = listedNames(deviations ?? {});
  // The rarest of what failed tells most about a failure, the most frequent of what did not most about a pass.
  const rate =
    deviations === undefined
      ? rates(own).at(-1)
      : rates(own.filter(({ aspects }) => Object.keys(aspects).some((name) => failing.has(name))))[0];
  return rate === undefined ? check : { ...check, intermittent: rate };
};

/**
 * Applies the baseline to a check. A failure whose every deviating aspect is listed with the value that was observed is a
 * `known-failure`; with any other it stays failed. A check that fails in less than what is listed, passes, or does not
 * apply because of the target is a `stale-baseline`, unless its entries are intermittent: the check then has their rate.
 * What is blocked or in error stays so.
 */
export const withBaseline = (check: CheckResult, entries: readonly BaselineEntry[]): CheckResult => {
  const own = entries.filter(
    ({ requirement, lane, scenario }) =>
      requirement === check.requirement && lane === check.lane && scenario === check.scenario,
  );
  if (own.length === 0) return check;
  const { deviations = {}, message = '' } = check;
  const reasons = [...new Set(own.map(({ reason }) => reason))].join(' ');
  const less = unfailed(own, deviations);
  const stale = (text: string): CheckResult => ({
    ...check,
    outcome: 'stale-baseline',
    message: text,
    baselineReason: reasons,
  });
  if (check.outcome === 'failed') {
    const beyond = Object.entries(deviations)
      .filter(([name, { observed }]) => !own.some((entry) => allows(entry, name, observed)))
      .map(([name]) => name);
    if (beyond.length > 0)
      return { ...check, message: `${message} (beyond what is known: ${quoted(beyond)})`, baselineReason: reasons };
    if (less.length > 0) return stale(`listed as failing, but does not fail: ${quoted(less)}`);
    return withRate({ ...check, outcome: 'known-failure', baselineReason: reasons }, own);
  }
  if (didNotFail(check) && less.length > 0) return stale(`listed as a known failure, but it did not fail`);
  return check.outcome === 'passed' ? withRate(check, own) : check;
};

/**
 * The check, if any, of which a baseline lists this failure or more, whatever requirement, lane and scenario it is about:
 * a failure of that check for another reason than the known one would be taken for it, or for a part of it.
 */
export const listedLike = (
  deviations: Deviations,
  entries: readonly BaselineEntry[],
): Pick<BaselineEntry, 'requirement' | 'lane' | 'scenario'> | undefined =>
  [...Map.groupBy(entries, ({ requirement, lane, scenario }) => `${requirement} ${lane} ${scenario}`).values()].find(
    ([first, ...others]) => {
      if (first === undefined) return false;
      const { requirement, lane, scenario } = first;
      const check: CheckResult = { requirement, lane, scenario, outcome: 'failed', deviations };
      return withBaseline(check, [first, ...others]).outcome !== 'failed';
    },
  )?.[0];

/**
 * A check that could not be decided because another of its scenario failed fails as known if that one does: it adds
 * nothing to what is known.
 */
export const withKnownObstacle = (check: CheckResult, others: readonly CheckResult[]): CheckResult => {
  const { blockedBy } = check;
  if (check.outcome !== 'blocked' || blockedBy === undefined) return check;
  const obstacle = others.find(
    ({ requirement, lane, outcome }) =>
      requirement === blockedBy.requirement && lane === blockedBy.lane && outcome === 'known-failure',
  );
  if (obstacle === undefined) return check;
  const baselineReason = `not decided, since ${blockedBy.requirement} fails in ${blockedBy.lane}: ${obstacle.baselineReason}`;
  return { ...check, outcome: 'known-failure', baselineReason };
};
