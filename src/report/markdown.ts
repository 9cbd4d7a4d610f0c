import { databaseLine } from '../judgement/baseline-origin.ts';
import { lanesOf, tallies, type PlacedCheck, type Tally } from '../judgement/check-list.ts';
import { claimCounts } from '../judgement/claim-counts.ts';
import { modeCounts } from '../judgement/mode-counts.ts';
import { bySeverity, outcomeWords } from '../contract/outcome-words.ts';
import { locationIn } from '../judgement/scenario-location.ts';
import type { Report } from '../judgement/schema.ts';
import { isVulnerability, publishedReport } from '../judgement/vulnerabilities.ts';
import { counted } from '../text/counted.ts';
import { gateCountsText, modesSentence, namedCauses, noveltyCounts, type NamedCause } from './cause-text.ts';
import { detectionsOf } from './detections.ts';
import { failedRequest } from './failed-request.ts';
import { passedThisTime, rateText } from './intermittent-text.ts';
import {
  markdownCell,
  markdownCode,
  markdownDetails,
  markdownLink,
  markdownTable,
  markdownText,
} from './markdown-text.ts';
import { claimParts } from './missing-text.ts';
import { noticesOf, requestsLine, suiteLine, targetLine, verdictText } from './notices.ts';
import { openCauses, type OpenCause } from './open-causes.ts';
import { reportLink } from './report-link.ts';

/** GitHub drops a step summary of more than 1024 KiB; half of that leaves room for what else the step writes. */
const byteLimit = 512 * 1024;
const causeLimit = 50;
const knownLimit = 200;

const more = (omitted: number, noun: string): readonly string[] =>
  omitted > 0 ? [`… and ${counted(omitted, `more ${noun}`)} in report.html`] : [];

const titles: Readonly<Record<OpenCause['kind'], string>> = {
  new: 'New',
  changed: 'Changed: known to fail, but now in more',
  fixed: 'Fixed: fails less than the baseline lists',
  error: 'Not judged: the harness or its environment failed',
};

const whereOf = (report: Report, { example: { check }, anchor }: OpenCause): string => {
  const link = reportLink(report, anchor);
  const location = locationIn(report, check.scenario);
  return [
    `scenario ${markdownCode(check.scenario, 200)}`,
    ...(location === undefined ? [] : [markdownCode(location, 200)]),
    link === undefined ? markdownCode(`report.html#${anchor}`, 400) : markdownLink('in the report', link),
  ].join(' · ');
};

/** Five lines at most: the requirement, what happened, the values, what is known or the request that failed, and where. */
const causeEntry = (report: Report, cause: OpenCause): string => {
  const { place, vulnerability, sentence, known, checks, example } = cause;
  const { requirement, check } = example;
  const values = [
    ...(check.expected === undefined ? [] : [`expected ${markdownCode(check.expected, 300)}`]),
    ...(check.observed === undefined ? [] : [`observed ${markdownCode(check.observed, 300)}`]),
  ];
  const request = failedRequest(check.reproduction ?? []).join(' ');
  return [
    `- **${markdownText(place)}**${vulnerability ? ' (vulnerability)' : ''}, ${counted(checks, 'check')}: ${markdownText(requirement.text)} (${requirement.level})`,
    markdownText(sentence),
    ...(values.length === 0 ? [] : [values.join(', ')]),
    ...(known === undefined
      ? request === ''
        ? []
        : [`last request: ${markdownCode(request, 400)}`]
      : [`known before: ${markdownText(known.slice(0, 1000))}`]),
    whereOf(report, cause),
  ].join('\n  - ');
};

const causeSections = (report: Report, causes: readonly OpenCause[]): readonly string[] => {
  const all = openCauses(report);
  return (Object.keys(titles) as OpenCause['kind'][]).flatMap((kind) => {
    const own = all.filter((cause) => cause.kind === kind);
    const shown = causes.filter((cause) => cause.kind === kind);
    if (own.length === 0) return [];
    const checks = own.reduce((sum, cause) => sum + cause.checks, 0);
    return [
      `## ${titles[kind]} (${counted(own.length, 'cause')}, ${counted(checks, 'check')})`,
      ...(shown.length === 0 ? [] : [shown.map((cause) => causeEntry(report, cause)).join('\n')]),
      ...more(own.length - shown.length, 'cause'),
    ];
  });
};

const claimLines = (report: Report): readonly string[] => {
  const { options, verdicts } = report;
  const claims = claimCounts(report);
  return verdicts.conformance.map((decided) => {
    const { profile, warnings } = decided;
    const claim = claims.find((one) => one.profile === profile);
    const { extent, reasons } = claimParts(decided, claim, options);
    const why = reasons.length === 0 ? '' : `: ${reasons.slice(0, 5).map(markdownText).join('; ')}`;
    const others = reasons.length > 5 ? `; and ${reasons.length - 5} more` : '';
    const tail = warnings.length === 0 ? '' : ` (${counted(warnings.length, 'warning')})`;
    return `- **${profile}: ${verdictText(decided)}** — ${markdownText(extent)}${why}${others}${tail}`;
  });
};

const gateLine = (report: Report): string => {
  const { gate } = report.verdicts;
  const reasons = gate.reasons.slice(0, 10).map(markdownText).join('; ');
  const others = gate.reasons.length > 10 ? `; and ${gate.reasons.length - 10} more` : '';
  return `**Gate: ${gate.passed ? '✓ passed' : '✗ failed'}**${reasons === '' ? '' : `: ${reasons}${others}`} (${gateCountsText(report)})`;
};

const reportLines = (report: Report): readonly string[] => {
  const link = reportLink(report);
  if (link !== undefined) return [markdownLink('The whole report', link)];
  const { workflowUrl } = report.run;
  return workflowUrl === undefined
    ? []
    : [`The whole report is the artifact of ${markdownLink('this run', workflowUrl)}, if it was uploaded.`];
};

const nameOf = ({ requirement, lane, check }: PlacedCheck): string => `${requirement.id} in ${lane}, ${check.scenario}`;

const intermittentSection = (report: Report): readonly string[] => {
  const passed = passedThisTime(report);
  const lines = [
    ...detectionsOf(report).map(({ text, requirements }) => `- ${text}: ${requirements.join(', ')}`),
    ...passed
      .slice(0, knownLimit)
      .map((placed) => `- passed this time: ${markdownText(nameOf(placed))}, ${rateText(placed.check) ?? ''}`),
    ...more(passed.length - knownLimit, 'check').map((line) => `- ${line}`),
  ];
  return lines.length === 0 ? [] : [markdownDetails('Intermittent failures', lines.join('\n'))];
};

/** The rates of those of its checks that do not fail in every run. */
const ratesOf = ({ checks }: NamedCause): string => {
  const rates = new Set(checks.flatMap(({ check }) => rateText(check) ?? []));
  return rates.size === 0 ? '' : ` (${[...rates].join('; ')})`;
};

const knownSection = (report: Report, limit: number): readonly string[] => {
  const known = namedCauses(report).filter(({ cause }) => cause.novelty === 'known');
  if (known.length === 0) return [];
  const { causes, checks } = noveltyCounts(report).known;
  const rows = known.slice(0, limit).map((named) => {
    const { cause, sentence, place, checks: own } = named;
    const mark = own.some(isVulnerability) ? ' (vulnerability)' : '';
    return [
      `${cause.checks}`,
      markdownCell(`${place}${mark}`),
      markdownCell(`${sentence.slice(0, 1000)}${ratesOf(named)}`),
    ];
  });
  return [
    markdownDetails(
      `Known failures: ${counted(checks, 'check')} of ${counted(causes, 'cause')}`,
      [markdownTable(['checks', 'where', 'why'], rows), ...more(known.length - rows.length, 'cause')].join('\n\n'),
    ),
  ];
};

const tallyText = (tally: Tally | undefined): string =>
  tally === undefined
    ? ''
    : bySeverity
        .filter((outcome) => (tally[outcome] ?? 0) > 0)
        .map((outcome) => `${outcomeWords[outcome].symbol} ${tally[outcome]} ${outcomeWords[outcome].word}`)
        .join('<br>');

const matrixSection = (report: Report): string => {
  const lanes = lanesOf(report);
  const counts = tallies(report);
  const rows = counts.flatMap(({ profile, areas }) => [
    ...(counts.length > 1 ? [[`**${profile}**`, ...lanes.map(() => '')]] : []),
    ...areas.map(({ area, lanes: byLane }) => [
      markdownCell(`${area} ${report.areas?.[area] ?? ''}`),
      ...lanes.map((lane) => tallyText(byLane[lane])),
    ]),
  ]);
  return markdownDetails('Checks by area and lane', markdownTable(['area', ...lanes], rows));
};

/**
 * The text of summary.md, for a GitHub step summary, which is published: what is new, changed or fixed, then claims and
 * modes, then what was known before. If it is too long, known causes are omitted, then others from the end.
 */
export const summaryMarkdown = (whole: Report): string => {
  const report = publishedReport(whole);
  const { options, run, environment, differences } = report;
  const open = differences.filter(({ allowed }) => allowed === undefined).length;
  const document = (causes: readonly OpenCause[], known: number): string =>
    [
      `# KFP conformance: gate ${report.verdicts.gate.passed ? 'passed' : 'failed'}`,
      ...noticesOf(report).map(({ title, text }) => `> **${title}.** ${markdownText(text)}`),
      gateLine(report),
      ...reportLines(report),
      ...causeSections(report, causes),
      '## Claims',
      claimLines(report).join('\n'),
      '## Storage modes',
      `${modesSentence(modeCounts(report))} Differences between lanes: ${open} not allowed, ${differences.length - open} with a documented reason.`,
      ...knownSection(report, known),
      matrixSection(report),
      ...intermittentSection(report),
      `Target: ${markdownText(targetLine(report))} · database: ${markdownText(databaseLine(report))} · environment: ${markdownText(environment.name)} · seed ${options.seed} · ${Math.round(run.durationSeconds)} s · ${requestsLine(report)} · judged by ${markdownText(suiteLine(report))}`,
    ].join('\n\n') + '\n';
  const causes = openCauses(report).slice(0, causeLimit);
  let text = document(causes, knownLimit);
  if (Buffer.byteLength(text) > byteLimit) text = document(causes, 0);
  while (Buffer.byteLength(text) > byteLimit && causes.length > 0) {
    causes.splice(Math.floor(causes.length / 2));
    text = document(causes, 0);
  }
  return text;
};
