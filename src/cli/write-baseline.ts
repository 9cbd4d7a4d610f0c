import { writeFile } from 'node:fs/promises';
import { loadRequirements } from '../contract/load-requirements.ts';
import { UsageError } from '../failures/usage-error.ts';
import { databaseLine, differencesFrom, isKnown } from '../judgement/baseline-origin.ts';
import { baselineText, isDueForReview, openQuestions, parseBaseline, type Baseline } from '../judgement/baseline.ts';
import { baselineYaml, headComments } from '../judgement/baseline-yaml.ts';
import { declaredIn, type Catalogue } from '../judgement/declared-checks.ts';
import { checkName } from '../judgement/expected-checks.ts';
import { readReport } from '../judgement/json.ts';
import { requireOneTarget } from '../judgement/one-target.ts';
import type { Report } from '../judgement/schema.ts';
import { updatedBaseline, type BaselineRemark } from '../judgement/updated-baseline.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { counted } from '../text/counted.ts';
import { baselineFile, flawOf } from './baseline-option.ts';
import { reportFile } from './report-file.ts';

export interface BaselineOptions {
  readonly from?: string;
  readonly output?: string;
}

/** Where the texts of the command go. */
export interface BaselineStreams {
  readonly output: (text: string) => void;
  readonly line: (line: string) => void;
}

const streams: BaselineStreams = {
  output: (text) => process.stdout.write(text),
  line: (line) => process.stderr.write(`${line}\n`),
};

const readFrom = async (name: string): Promise<{ readonly baseline: Baseline; readonly head: string }> => {
  const file = await baselineFile(name, '--from');
  const text = await baselineText(file, '--from');
  return { baseline: parseBaseline(text, file, '--from'), head: headComments(text) };
};

/** What a baseline of these runs was made with; what the runs do not know is kept from the file. */
const originOf = (reports: readonly [Report, ...Report[]], from: Baseline | undefined): Omit<Baseline, 'entries'> => {
  const [first] = reports;
  const inspected = reports.find(({ environment }) => environment.database !== undefined);
  const known = (property: 'release' | 'commit'): string =>
    reports.map(({ target }) => target[property]).find(isKnown) ?? from?.[property] ?? 'unknown';
  return {
    target: from?.target ?? (first.target.selfCheck ? 'reference implementation' : 'KFP API server'),
    release: known('release'),
    commit: known('commit'),
    database: inspected === undefined ? (from?.database ?? databaseLine(first)) : databaseLine(inspected),
    manifests: first.target.manifests,
    runs: [...new Set([...(from?.runs ?? []), ...reports.map(({ run }) => run.id)])].toSorted(),
  };
};

/** What makes the failures of these runs doubtful, or the head of the file incomplete. */
const warnings = (
  reports: readonly [Report, ...Report[]],
  origin: Omit<Baseline, 'entries'>,
  options: BaselineOptions,
  from: Baseline | undefined,
): readonly string[] => {
  const [first, ...others] = reports;
  return [
    ...reports.flatMap(({ run: { id, complete }, verdicts: { gate } }) => [
      ...(complete ? [] : [`run ${id} was interrupted: what it did not decide is left as it was`]),
      ...(gate.broken.length === 0
        ? []
        : [`run ${id} had errors, which its failures may come from: ${gate.broken.join('; ')}`]),
    ]),
    ...others
      .map((report) => ({ id: report.run.id, differences: differencesFrom(origin, report) }))
      .filter(({ differences }) => differences.length > 0)
      .map(({ id, differences }) => `the file names ${differences.join('; ')} (${id})`),
    ...(from === undefined
      ? []
      : differencesFrom(from, first).map((difference) => `${options.from ?? ''} was made with ${difference}`)),
    ...(['release', 'commit'] as const)
      .filter((property) => reports.every(({ target }) => !isKnown(target[property])))
      .map(
        (property) =>
          `the target does not report its ${property}: the file says ${origin[property]}; look whether that holds`,
      ),
  ];
};

/** Names of aspects of a vulnerability may tell how to use it, and logs are published. */
const remarkLine = (remark: BaselineRemark, catalogue: Catalogue): string => {
  const confidential = catalogue.get(remark.requirement)?.vulnerability === true;
  const aspect = remark.aspect === undefined || confidential ? '' : ` "${remark.aspect}"`;
  return `${remark.kind}: ${checkName(remark)}:${aspect} ${remark.text}`;
};

/**
 * Writes the failures of runs of one target as a baseline, and tells what changed. Throws a UsageError if the runs are not
 * of one target, or a file cannot be read or written.
 */
export const writeBaseline = async (
  runs: readonly string[],
  options: BaselineOptions,
  { output, line }: BaselineStreams = streams,
): Promise<void> => {
  const [first, ...others] = await Promise.all(runs.map(async (run) => readReport(await reportFile(run))));
  if (first === undefined) throw new UsageError('baseline: expected at least one run');
  const reports = [first, ...others] as const;
  requireOneTarget(reports);
  const from = options.from === undefined ? undefined : await readFrom(options.from);
  const catalogue = await loadRequirements();
  const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
  const isVulnerability = (requirement: string): boolean => catalogue.get(requirement)?.vulnerability === true;
  const confidential = new Set(
    scenarios.filter((scenario) => [...declaredIn(scenario)].some(isVulnerability)).map(({ name }) => name),
  );
  const updated = updatedBaseline({
    reports,
    known: from?.baseline.entries ?? [],
    counted: from?.baseline.runs ?? [],
    isVulnerability,
    isConfidential: (scenario) => confidential.has(scenario),
  });
  const flawed = updated.entries.flatMap((entry) => {
    const flaw = flawOf(entry, catalogue, scenarios);
    return flaw === undefined ? [] : [{ entry, flaw }];
  });
  const dropped = new Set(flawed.map(({ entry }) => entry));
  const origin = originOf(reports, from?.baseline);
  const entries = updated.entries.filter((entry) => !dropped.has(entry));
  const baseline: Baseline = { ...origin, entries };
  for (const warning of warnings(reports, origin, options, from?.baseline)) line(`warning: ${warning}`);
  for (const remark of updated.remarks) line(remarkLine(remark, catalogue));
  for (const { entry, flaw } of flawed) line(`pruned: ${checkName(entry)}: it can never match: ${flaw}`);
  for (const entry of entries.filter(isDueForReview))
    line(
      `to be reviewed: ${checkName(entry)}: failed in ${entry.intermittent?.failed} of ${entry.intermittent?.runs} runs, to be looked at again after ${entry.intermittent?.reviewAfter}`,
    );
  line(
    [
      `${counted(new Set(entries.map(checkName)).size, 'check')} listed`,
      counted(entries.flatMap(({ aspects }) => Object.keys(aspects)).length, 'aspect'),
      `${counted(openQuestions(baseline).unfilled, 'check')} with a reason to be filled in`,
    ].join(', '),
  );
  const text = baselineYaml(baseline, from?.head);
  if (options.output === undefined) {
    output(text);
    return;
  }
  await writeFile(options.output, text).catch((cause: unknown) => {
    throw new UsageError(`--output: ${options.output ?? ''} cannot be written`, { cause });
  });
};
