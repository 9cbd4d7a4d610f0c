import { counted } from '../text/counted.ts';
import { checksOf, failuresOf, lanesOf, tallies, type PlacedCheck, type Tally } from '../judgement/check-list.ts';
import { detectionsOf } from './detections.ts';
import { markdownBlock, markdownCode, markdownText } from './markdown-text.ts';
import { claimText } from './claim-text.ts';
import { databaseLine } from '../judgement/baseline-origin.ts';
import { noticesOf, requestsLine, suiteLine, targetLine, verdictText } from './notices.ts';
import { bySeverity, outcomeWords } from '../contract/outcome-words.ts';
import { passedThisTime, rateText } from './intermittent-text.ts';
import { locationIn } from '../judgement/scenario-location.ts';
import type { Report } from '../judgement/schema.ts';
import { isVulnerability, publishedReport } from '../judgement/vulnerabilities.ts';

/**
 * GitHub rejects step summaries of more than 1 MiB for all steps of a job together; this one uses up to half of that.
 */
const byteLimit = 512 * 1024;
const failureLimit = 50;
const differenceLimit = 50;
const knownTooLong = ['Known failures are in report.html.'];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const tallyText = (tally: Tally | undefined): string =>
  tally === undefined
    ? ''
    : bySeverity
        .filter((outcome) => (tally[outcome] ?? 0) > 0)
        .map((outcome) => `${outcomeWords[outcome].symbol} ${tally[outcome]} ${outcomeWords[outcome].word}`)
        .join('<br>');

const verdictLines = ({ verdicts: { gate, conformance }, options }: Report): string => {
  const reasons = (all: readonly string[]) =>
    all.length === 0
      ? ''
      : `: ${all.slice(0, 10).map(markdownText).join('; ')}${all.length > 10 ? `; and ${all.length - 10} more` : ''}`;
  return [
    `- **Gate: ${gate.passed ? '✓ passed' : '✗ failed'}**${reasons(gate.reasons)}`,
    ...conformance.map((decided) => {
      const { profile, reasons: why, warnings } = decided;
      return `- **Conformance, profile ${profile}: ${verdictText(decided)}** — ${markdownText(claimText(decided, options))}${reasons(why)}${warnings.length === 0 ? '' : ` (${counted(warnings.length, 'warning')})`}`;
    }),
  ].join('\n');
};

const scriptLines = 30;

/** The first lines of a script, and the number of omitted lines. */
const scriptOf = (lines: readonly string[]): string =>
  [
    ...lines.slice(0, scriptLines),
    ...(lines.length > scriptLines
      ? [`# … cut here: ${counted(lines.length - scriptLines, 'more line')} in report.html`]
      : []),
  ].join('\n');

const failureSection = (report: Report, { requirement, lane, check }: PlacedCheck): string => {
  const location = locationIn(report, check.scenario);
  return [
    '<details>',
    `<summary>${outcomeWords[check.outcome].symbol} ${outcomeWords[check.outcome].word}${isVulnerability({ requirement, check }) ? ' (vulnerability)' : ''}: <b>${requirement.id}</b> in ${lane}, ${markdownText(check.scenario)}</summary>`,
    '',
    `${requirement.level}: ${markdownText(requirement.text)}`,
    ...(location === undefined ? [] : ['', `Scenario: ${markdownCode(location, 200)}`]),
    ...(check.message === undefined ? [] : ['', markdownText(check.message.slice(0, 1000))]),
    ...(check.expected === undefined ? [] : ['', 'Expected', markdownBlock(check.expected, '', 1000)]),
    ...(check.observed === undefined ? [] : ['', 'Observed', markdownBlock(check.observed, '', 1000)]),
    ...(check.reproduction === undefined
      ? []
      : ['', 'To reproduce', markdownBlock(scriptOf(check.reproduction), 'sh', 2500)]),
    '',
    '</details>',
  ].join('\n');
};

const differencesSection = (report: Report): string => {
  const open = report.differences.filter(({ allowed }) => allowed === undefined);
  const rest = report.differences.filter(({ allowed }) => allowed !== undefined);
  const rows = [...open, ...rest]
    .slice(0, differenceLimit)
    .map((one) => [
      one.allowed === undefined ? '✗ not allowed' : `– ${markdownText(one.allowed)}`,
      `${one.requirement}, ${markdownText(one.label)} (${markdownText(one.scenario)})`,
      `${one.base}: ${markdownCode(one.baseValue, 200)}`,
      `${one.lane}: ${markdownCode(one.laneValue, 200)}`,
    ]);
  if (rows.length === 0) return 'All compared observations were equal.';
  const more = report.differences.length - rows.length;
  return `${table(['', 'observation', 'base lane', 'other lane'], rows)}${more > 0 ? `\n\n… and ${more} more in report.html` : ''}`;
};

const nameOf = ({ requirement, lane, check }: PlacedCheck): string =>
  `${requirement.id} in ${lane}, ${markdownText(check.scenario)}`;

const passedLimit = 50;

const intermittentSection = (report: Report): readonly string[] => {
  const passed = passedThisTime(report);
  const lines = [
    ...detectionsOf(report).map(({ text, requirements }) => `- ${text}: ${requirements.join(', ')}`),
    ...passed
      .slice(0, passedLimit)
      .map((placed) => `- passed this time: ${nameOf(placed)}, ${rateText(placed.check) ?? ''}`),
    ...(passed.length > passedLimit ? [`- … and ${passed.length - passedLimit} more in report.html`] : []),
  ];
  return lines.length === 0 ? [] : ['## Intermittent failures', lines.join('\n')];
};

const more = (omitted: number) => (omitted > 0 ? [`… and ${omitted} more in report.html`] : []);

/** Known failures by reason, because many share one. */
const knownSection = (report: Report): readonly string[] => {
  const known = checksOf(report).filter(({ check }) => check.outcome === 'known-failure');
  if (known.length === 0) return [];
  const byReason = Map.groupBy(known, ({ check }) => check.baselineReason ?? check.message ?? 'see the baseline');
  const name = (placed: PlacedCheck) => {
    const rate = rateText(placed.check);
    return `${nameOf(placed)}${isVulnerability(placed) ? ' (vulnerability)' : ''}${rate === undefined ? '' : ` (${rate})`}`;
  };
  return [
    [
      '<details>',
      `<summary>Known failures (${known.length})</summary>`,
      '',
      table(
        ['reason', 'checks'],
        [...byReason].map(([reason, own]) => [markdownText(reason.slice(0, 1000)), own.map(name).join('<br>')]),
      ),
      '',
      '</details>',
    ].join('\n'),
  ];
};

/**
 * The text of summary.md, for a GitHub step summary, which is published. If it is too long, the known failures are
 * omitted, then failures from the end.
 */
export const summaryMarkdown = (whole: Report): string => {
  const report = publishedReport(whole);
  const lanes = lanesOf(report);
  const failures = failuresOf(report);
  const { options, run, environment } = report;
  const counts = tallies(report);
  const matrix = counts.flatMap(({ profile, areas }) => [
    ...(counts.length > 1 ? [[`**${profile}**`, ...lanes.map(() => '')]] : []),
    ...areas.map(({ area, lanes: byLane }) => [markdownText(area), ...lanes.map((lane) => tallyText(byLane[lane]))]),
  ]);
  const document = (shown: readonly string[], known: readonly string[]): string =>
    [
      `# KFP conformance: gate ${report.verdicts.gate.passed ? 'passed' : 'failed'}`,
      ...noticesOf(report).map(({ title, text }) => `> **${title}.** ${markdownText(text)}`),
      verdictLines(report),
      `Target: ${markdownText(targetLine(report))} · database: ${markdownText(databaseLine(report))} · environment: ${markdownText(environment.name)} · seed ${options.seed} · ${Math.round(run.durationSeconds)} s · ${requestsLine(report)} · judged by ${markdownText(suiteLine(report))}`,
      '## Checks by area and lane',
      table(['area', ...lanes], matrix),
      ...(failures.length === 0
        ? []
        : [`## Failures (${failures.length})`, ...shown, ...more(failures.length - shown.length)]),
      ...known,
      ...intermittentSection(report),
      '## Differences between lanes',
      differencesSection(report),
    ].join('\n\n') + '\n';
  const sections = failures.slice(0, failureLimit).map((placed) => failureSection(report, placed));
  const known = knownSection(report);
  let text = document(sections, known);
  if (Buffer.byteLength(text) > byteLimit) text = document(sections, knownTooLong);
  while (Buffer.byteLength(text) > byteLimit && sections.length > 0) {
    sections.splice(Math.floor(sections.length / 2));
    text = document(sections, knownTooLong);
  }
  return text;
};
