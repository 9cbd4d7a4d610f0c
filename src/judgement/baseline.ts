import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../failures/usage-error.ts';
import { laneNames } from '../contract/lane-name.ts';
import type { CheckResult } from '../contract/result.ts';

const oneOrMore = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([schema, z.array(schema).min(2)]).transform((value) => (Array.isArray(value) ? value : [value]));

const entrySchema = z.strictObject({
  requirement: z.string(),
  /** One, or a list of those that show the same failure, as a scenario and its multi-user variant mostly do. */
  lane: oneOrMore(z.enum(laneNames)),
  scenario: oneOrMore(z.string()),
  /** The fingerprint of the known failure; a failure with another fingerprint is new. */
  fingerprint: z.string(),
  /** Why it fails, determined from the exchange and the target's source. */
  reason: z.string().min(20),
  /** Set if the failure is a vulnerability: the reason then describes the impact, not the exploit. */
  vulnerability: z.literal(true).optional(),
  /** The observed failure rate; the check of such an entry may pass. */
  intermittent: z.strictObject({ failed: z.int().positive(), runs: z.int().positive() }).optional(),
});

/** Expands an entry of the file to one entry for each listed lane and scenario. */
const expanded = ({ lane: lanes, scenario: scenarios, ...rest }: z.output<typeof entrySchema>) =>
  lanes.flatMap((lane) => scenarios.map((scenario) => ({ ...rest, lane, scenario })));

const baselineSchema = z.strictObject({
  target: z.string(),
  release: z.string(),
  commit: z.string(),
  database: z.string(),
  entries: z.array(entrySchema).transform((entries) => entries.flatMap(expanded)),
});

/** The reviewed list of known failures of one target version. */
export type Baseline = z.infer<typeof baselineSchema>;
export type BaselineEntry = Baseline['entries'][number];

/** Reads a baseline file. Throws a UsageError that names the file and the problem. */
export const readBaseline = async (file: string): Promise<Baseline> => {
  const content = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`--baseline: ${file} cannot be read`, { cause });
  });
  let document: unknown;
  try {
    document = parse(content);
  } catch (cause) {
    throw new UsageError(`--baseline: ${file} is not YAML: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  const parsed = baselineSchema.safeParse(document);
  if (!parsed.success) throw new UsageError(`--baseline: ${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

/**
 * The entry with the fingerprint of this failure, else any entry of the check: an intermittent check may have several.
 */
const entryFor = (entries: readonly BaselineEntry[], check: CheckResult): BaselineEntry | undefined => {
  const own = entries.filter(
    ({ requirement, lane, scenario }) =>
      requirement === check.requirement && lane === check.lane && scenario === check.scenario,
  );
  return own.find(({ fingerprint }) => fingerprint === check.fingerprint) ?? own[0];
};

/**
 * Applies the baseline to a check: a failure with a listed fingerprint becomes a `known-failure`, one with another
 * fingerprint stays failed, and a listed check that passes becomes a `stale-baseline` unless the entry is intermittent.
 */
export const withBaseline = (check: CheckResult, entries: readonly BaselineEntry[]): CheckResult => {
  const entry = entryFor(entries, check);
  if (entry === undefined) return check;
  if (check.outcome === 'failed' || check.outcome === 'blocked') {
    if (check.fingerprint === entry.fingerprint)
      return { ...check, outcome: 'known-failure', baselineReason: entry.reason };
    return { ...check, message: `${check.message ?? ''} (another failure than the known one: ${entry.reason})` };
  }
  if (check.outcome === 'passed' && entry.intermittent === undefined)
    return {
      ...check,
      outcome: 'stale-baseline',
      message: `listed as a known failure, but it passes: ${entry.reason}`,
    };
  return check;
};
