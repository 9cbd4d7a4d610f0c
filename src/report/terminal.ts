import stringWidth from 'string-width';
import type { LaneName } from '../contract/lane-name.ts';
import type { Outcome } from '../contract/outcome.ts';
import {
  checksOf,
  failuresOf,
  lanesOf,
  tallies,
  tallyOf,
  type AreaTally,
  type PlacedCheck,
} from '../judgement/check-list.ts';
import { detectionsOf } from './detections.ts';
import { intermittentLine } from './intermittent-text.ts';
import { noticesOf, requestsLine, suiteLine, targetLine } from './notices.ts';
import { bySeverity, outcomeWords } from '../contract/outcome-words.ts';
import { locationIn } from '../judgement/scenario-location.ts';
import type { Report } from '../judgement/schema.ts';
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
import { isVulnerability, publishedReport } from '../judgement/vulnerabilities.ts';

/** The number of failures shown; the others are in report.html. */
const failureLimit = 20;
const reproductionLines = 6;

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

const failure = (
  report: Report,
  { requirement, lane, check }: PlacedCheck,
  options: TerminalOptions,
): readonly string[] => {
  const location = locationIn(report, check.scenario);
  const { symbol, word } = outcomeWords[check.outcome];
  const mark = isVulnerability({ requirement, check }) ? ', a vulnerability,' : '';
  const width = options.columns;
  const script = (check.reproduction ?? []).filter((line) => line !== '' && !/^#|^[A-Z_0-9]+=\$\{/.test(line));
  const [expected, observed] = fromDifference(check.expected, check.observed);
  return [
    styled(
      options,
      styles[check.outcome],
      cut(`${symbol} ${requirement.id} ${word}${mark} in ${lane} [${check.scenario}]`, width),
    ),
    ...(location === undefined ? [] : paragraph('  ', location, width, 2).map((line) => styled(options, 'dim', line))),
    ...paragraph('  ', `${requirement.level}: ${requirement.text}`, width, 2),
    ...(check.message === undefined ? [] : paragraph('  ', check.message, width, 2)),
    ...(expected === undefined ? [] : paragraph('  expected  ', expected, width, 2)),
    ...(observed === undefined ? [] : paragraph('  observed  ', observed, width, 2)),
    ...script
      .slice(0, reproductionLines)
      .map((line) => styled(options, 'dim', `    ${/^\s*/.exec(line)?.[0]}${cut(line, width - 6)}`)),
    ...(script.length > reproductionLines ? [styled(options, 'dim', '    …')] : []),
    '',
  ];
};

/**
 * The summary for the terminal after a run: counts, failures, and the verdicts last, where readers look first. It
 * omits confidential details, because CI logs are published.
 */
export const terminalSummary = (whole: Report, directory: string, options: TerminalOptions): string => {
  const report = publishedReport(whole);
  const failures = failuresOf(report);
  const open = report.differences.filter(({ allowed }) => allowed === undefined).length;
  const allowed = report.differences.length - open;
  const intermittent = intermittentLine(report);
  return [
    '',
    ...matrix(report, options),
    '',
    ...failures.slice(0, failureLimit).flatMap((placed) => failure(report, placed, options)),
    ...(failures.length > failureLimit ? [`and ${failures.length - failureLimit} more in report.html`, ''] : []),
    ...noticesOf(report).flatMap(({ title, text }) => paragraph('', `${title}: ${text}`, options.columns, 4)),
    ...detectionsOf(report).flatMap(({ text }) => paragraph('', `Intermittent failures: ${text}`, options.columns, 3)),
    ...(intermittent === undefined ? [] : [intermittent]),
    ...paragraph('', `Target: ${targetLine(report)}; judged by ${suiteLine(report)}`, options.columns, 3),
    `Differences between lanes: ${open} not allowed, ${allowed} with a documented reason`,
    ...verdictLines(report.verdicts, report.options, options),
    `Seed ${report.options.seed}, ${Math.round(report.run.durationSeconds)} s, ${requestsLine(report)}`,
    `Report: ${directory}/report.html`,
    '',
  ].join('\n');
};

/** Prints the summary of a report in a folder. */
export const printReport = (report: Report, directory: string, stream: TerminalStream = process.stdout): void => {
  stream.write(terminalSummary(report, directory, terminalOptions(stream)));
};
