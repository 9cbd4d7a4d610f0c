import stringWidth from 'string-width';
import type { LaneName } from '../contract/lane-name.ts';
import type { Outcome } from '../contract/outcome.ts';
import { checksOf, lanesOf, tallies, tallyOf, type AreaTally } from '../judgement/check-list.ts';
import { claimCounts } from '../judgement/claim-counts.ts';
import { modeCounts } from '../judgement/mode-counts.ts';
import { counted } from '../text/counted.ts';
import { modesSentence, noveltyCounts } from './cause-text.ts';
import { detectionsOf } from './detections.ts';
import { intermittentLine } from './intermittent-text.ts';
import { failedRequest } from './failed-request.ts';
import { openCauses, type OpenCause } from './open-causes.ts';
import { checkLink, reportLink } from './report-link.ts';
import { noticesOf, requestsLine, suiteLine, targetLine } from './notices.ts';
import { bySeverity, outcomeWords } from '../contract/outcome-words.ts';
import { locationIn } from '../judgement/scenario-location.ts';
import type { CheckEntry, Report } from '../judgement/schema.ts';
import {
  cut,
  padded,
  paragraph,
  plainTally,
  shortLanes,
  styled,
  tallyText,
  terminalOptions,
  type TerminalOptions,
  type TerminalStream,
} from './terminal-text.ts';
import { verdictLines } from './terminal-verdicts.ts';
import { publishedReport } from '../judgement/vulnerabilities.ts';

/** The number of causes shown; the others are in report.html. */
const causeLimit = 10;

const styles: Readonly<Record<Outcome, Parameters<typeof styled>[1]>> = {
  passed: 'green',
  failed: 'red',
  blocked: 'red',
  error: 'magenta',
  'stale-baseline': 'yellow',
  'known-failure': 'yellow',
  recorded: 'dim',
  'not-applicable': 'dim',
};

const matrix = (report: Report, options: TerminalOptions): readonly string[] => {
  const lanes = lanesOf(report);
  const sections = tallies(report);
  const rows = sections.flatMap(({ areas }) => areas);
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => stringWidth(text)));
  const titled = (area: string): string => `${area} ${report.areas?.[area] ?? ''}`.trimEnd();
  const layout = (names: Readonly<Record<LaneName, string>>, nameOf: (area: string) => string) => {
    const first = widest(rows.map(({ area }) => nameOf(area)));
    const widths = lanes.map((lane) => widest([names[lane], ...rows.map((row) => plainTally(row.lanes[lane]))]));
    return { names, nameOf, first, widths, total: first + widths.reduce((sum, width) => sum + width + 3, 0) };
  };
  const longLanes = Object.fromEntries(lanes.map((lane) => [lane, lane])) as Record<LaneName, string>;
  const smallest = layout(shortLanes, (area) => area);
  // Titles tell more than the whole names of lanes.
  const wider = [layout(longLanes, titled), layout(shortLanes, titled), layout(longLanes, (area) => area)];
  const { names, nameOf, first, widths } = wider.find(({ total }) => total <= options.columns) ?? smallest;
  const row = ({ area, lanes: byLane }: AreaTally): string =>
    [
      padded(nameOf(area), first),
      ...lanes.map((lane, at) => {
        const coloured = tallyText(byLane[lane]).map(({ outcome, text }) => styled(options, styles[outcome], text));
        return coloured.join(' ') + ' '.repeat(Math.max(0, (widths[at] ?? 0) - stringWidth(plainTally(byLane[lane]))));
      }),
    ]
      .join('   ')
      .trimEnd();
  const present = bySeverity.filter((outcome) => (tallyOf(checksOf(report))[outcome] ?? 0) > 0);
  return [
    styled(
      options,
      'dim',
      [' '.repeat(first), ...lanes.map((lane, at) => padded(names[lane], widths[at] ?? 0))].join('   ').trimEnd(),
    ),
    ...sections.flatMap(({ profile, areas }) => [
      ...(sections.length > 1 ? [styled(options, 'bold', profile)] : []),
      ...areas.map(row),
    ]),
    ...paragraph(
      '',
      present.map((outcome) => `${outcomeWords[outcome].symbol} ${outcomeWords[outcome].word}`).join('  '),
      options.columns,
      3,
    ).map((line) => styled(options, 'dim', line)),
  ];
};

/** Cuts the common prefix of long values, except for some context. */
const fromDifference = (left?: string, right?: string): readonly [string | undefined, string | undefined] => {
  if (left === undefined || right === undefined) return [left, right];
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared += 1;
  const from = shared - 30;
  return from < 30 ? [left, right] : [`…${left.slice(from)}`, `…${right.slice(from)}`];
};

const kindStyles: Readonly<Record<OpenCause['kind'], Parameters<typeof styled>[1]>> = {
  new: 'red',
  changed: 'red',
  fixed: 'yellow',
  error: 'magenta',
};

/** One line for each cause: what it is, how many checks it has, where, and why. */
const causeLines = (causes: readonly OpenCause[], options: TerminalOptions): readonly string[] => {
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  const kinds = widest(causes.map(({ kind }) => kind));
  const counts = widest(causes.map(({ checks }) => counted(checks, 'check')));
  return causes.map(({ kind, checks, place, sentence, vulnerability }) => {
    const mark = vulnerability ? ', a vulnerability' : '';
    const head = `${padded(kind, kinds)}  ${padded(counted(checks, 'check'), counts)}  `;
    return styled(options, kindStyles[kind], head + cut(`${place}${mark}: ${sentence}`, options.columns - head.length));
  });
};

/** Whether the message and the observed value of a check say what its cause says. */
const isTold = (sentence: string, { message = '', observed = '' }: CheckEntry): boolean =>
  message.startsWith(sentence.replace(/…$/, '')) || sentence === `${message}: ${observed}`;

/** The check that stands for a cause, with the request that failed. */
const exampleLines = (
  report: Report,
  { example: { requirement, lane, check }, known, sentence, vulnerability, anchor }: OpenCause,
  options: TerminalOptions,
): readonly string[] => {
  const location = locationIn(report, check.scenario);
  const { symbol, word } = outcomeWords[check.outcome];
  const mark = vulnerability ? ', a vulnerability,' : '';
  const width = options.columns;
  const [expected, observed] = fromDifference(check.expected, check.observed);
  const { message } = check;
  return [
    styled(
      options,
      styles[check.outcome],
      cut(`${symbol} ${requirement.id} ${word}${mark} in ${lane} [${check.scenario}]`, width),
    ),
    ...paragraph('  ', `${requirement.level}: ${requirement.text}`, width, 2),
    ...(message === undefined ? [] : paragraph('  ', message, width, 2)),
    ...(isTold(sentence, check) ? [] : paragraph('  cause     ', sentence, width, 2)),
    ...(known === undefined ? [] : paragraph('  known     ', known, width, 2)),
    ...(expected === undefined ? [] : paragraph('  expected  ', expected, width, 2)),
    ...(observed === undefined ? [] : paragraph('  observed  ', observed, width, 2)),
    ...failedRequest(check.reproduction ?? []).map((line) =>
      styled(options, 'dim', `    ${/^\s*/.exec(line)?.[0]}${cut(line, width - 6)}`),
    ),
    ...[location, checkLink(report, anchor)]
      .filter((line) => line !== undefined)
      .map((line) => styled(options, 'dim', `  ${line}`)),
    '',
  ];
};

const failureLines = (report: Report, options: TerminalOptions): readonly string[] => {
  const causes = openCauses(report);
  const { known } = noveltyCounts(report);
  const knownText =
    known.causes === 0
      ? ''
      : `known, not told here: ${counted(known.checks, 'check')}, ${counted(known.causes, 'cause')}`;
  if (causes.length === 0) return knownText === '' ? [] : [`Failures ${knownText}`, ''];
  const checks = causes.reduce((sum, cause) => sum + cause.checks, 0);
  const shown = causes.slice(0, causeLimit);
  const rest = causes.length - shown.length;
  const told = knownText === '' ? '' : ` (${knownText})`;
  return [
    ...paragraph(
      '',
      `${counted(checks, 'check')} failed, blocked, stale or in error, for ${counted(causes.length, 'cause')}${told}`,
      options.columns,
      3,
    ).map((line) => styled(options, 'bold', line)),
    ...causeLines(shown, options),
    ...(rest > 0 ? [`and ${counted(rest, 'more cause')} in report.html`] : []),
    '',
    ...shown.flatMap((cause) => exampleLines(report, cause, options)),
  ];
};

/**
 * The summary for the terminal after a run: counts, failures, and the verdicts last, where readers look first. It
 * omits confidential details, because CI logs are published.
 */
export const terminalSummary = (whole: Report, directory: string, options: TerminalOptions): string => {
  const report = publishedReport(whole);
  const open = report.differences.filter(({ allowed }) => allowed === undefined).length;
  const allowed = report.differences.length - open;
  const intermittent = intermittentLine(report);
  const modes = modeCounts(report);
  return [
    '',
    ...matrix(report, options),
    '',
    ...failureLines(report, options),
    ...noticesOf(report).flatMap(({ title, text }) => paragraph('', `${title}: ${text}`, options.columns, 4)),
    ...detectionsOf(report).flatMap(({ text }) => paragraph('', `Intermittent failures: ${text}`, options.columns, 3)),
    ...(intermittent === undefined ? [] : [intermittent]),
    ...paragraph('', `Target: ${targetLine(report)}; judged by ${suiteLine(report)}`, options.columns, 3),
    ...(Object.values(modes).every((ids) => ids.length === 0)
      ? []
      : paragraph('', modesSentence(modes), options.columns, 4)),
    `Differences between lanes: ${open} not allowed, ${allowed} with a documented reason`,
    ...verdictLines(report.verdicts, report.options, options, claimCounts(report)),
    `Seed ${report.options.seed}, ${Math.round(report.run.durationSeconds)} s, ${requestsLine(report)}`,
    `Report: ${reportLink(report) ?? `${directory}/report.html`}`,
    '',
  ].join('\n');
};

/** Prints the summary of a report in a folder. */
export const printReport = (report: Report, directory: string, stream: TerminalStream = process.stdout): void => {
  stream.write(terminalSummary(report, directory, terminalOptions(stream)));
};
