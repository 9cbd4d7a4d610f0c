import type { LoadReport } from '../../judgement/load/schema.ts';
import {
  markdownCell,
  markdownCode,
  markdownDetails,
  markdownLink,
  markdownTable,
  markdownText,
} from '../markdown-text.ts';
import { capacityLimitTexts } from './capacity-limits.ts';
import { decisionWords } from './decision-words.ts';
import { headlineOf, rateText, sizesOf, type HeadlineCell, type HeadlineGroup } from './headline.ts';
import { tooFewText } from './latency.ts';
import { loadFacts, loadNotices } from './load-facts.ts';
import { loopText } from './loop-text.ts';
import { shareText, whole } from './number-text.ts';
import { samplingText } from './sampling-text.ts';
import { invalidGroups, placesText, usabilityText } from './validity.ts';

/** What summary.md may take of the summary of a step, which is shared with other steps. */
const byteLimit = 30 * 1024;
const placeLimit = 10;
const requirementLimit = 30;

const cellText = (cell: HeadlineCell): string => {
  switch (cell.kind) {
    case 'valid': {
      const [p50, p99] = [cell.p50, cell.p99].map((value) => value ?? tooFewText(cell.samples));
      // Numbers of our own: as text, the first would be escaped like that of a list.
      return `${p50} / ${p99}, ${rateText(cell.rate)}`;
    }
    case 'invalid':
      return markdownCell(`✗ invalid: ${cell.reasons.join(', ')}`);
    case 'figures':
      return markdownCell(cell.text);
    case 'not-measured':
      return markdownCell(`not in this lane: ${cell.text}`);
    case 'absent':
      return 'not measured';
  }
};

/** The numbers at one number of pipelines: operations down, lanes across. */
const sizeTable = (report: LoadReport, groups: readonly HeadlineGroup[], at: number): string => {
  const several = report.targets.length > 1;
  const keys = [
    ...new Map(
      groups.flatMap(({ rows }) => rows.map(({ target, lane }) => [`${target} ${lane}`, { target, lane }])),
    ).values(),
  ];
  const head = keys.map(({ target, lane }) => [lane, ...(several ? [target] : [])].join(', '));
  return markdownTable(
    ['p50 / p99 ms, rate', ...head.map(markdownCell)],
    groups.map(({ operation, rows }) => [
      operation,
      ...keys.map((key) => {
        const found = rows.find((one) => one.target === key.target && one.lane === key.lane);
        return cellText(found?.cells[at] ?? { kind: 'absent' });
      }),
    ]),
  );
};

const invalidLines = (report: LoadReport): readonly string[] =>
  invalidGroups(report).map(
    ({ reason, meaning, measurements }) =>
      `- **${reason}**, ${whole(measurements.length)} (${meaning}): ${markdownText(placesText(measurements, report, placeLimit))}`,
  );

const requirementLines = ({ requirements }: LoadReport): readonly string[] => {
  const inOrder = (['not-met', 'not-decided', 'recorded', 'met'] as const).flatMap((outcome) =>
    requirements.filter((one) => one.outcome === outcome),
  );
  const lines = inOrder
    .slice(0, requirementLimit)
    .map(
      ({ id, target, lane, outcome, text }) =>
        `- ${decisionWords[outcome].symbol} ${decisionWords[outcome].word}: **${markdownText(id)}** ${lane}, ${markdownText(target)}: ${markdownText(text)}`,
    );
  const more = inOrder.length - lines.length;
  return [...lines, ...(more > 0 ? [`- … and ${more} more in report.html`] : [])];
};

/** summary.md of a load run: at most 30 KB, the most important first. */
export const loadSummary = (report: LoadReport): string => {
  const sizes = sizesOf(report);
  const groups = headlineOf(report);
  const text = loopText(report);
  const last = sizes.length - 1;
  const limits = capacityLimitTexts(report);
  const cost = samplingText(report);
  const parts = [
    `# KFP under load: ${markdownText(report.plan.name)}`,
    `**Can the numbers be used? ${usabilityText(report)}.**`,
    ...loadNotices(report).map((text) => `> ${markdownText(text)}`),
    ...(invalidGroups(report).length === 0 ? [] : [invalidLines(report).join('\n')]),
    ...(limits.length === 0
      ? []
      : [
          `Capacities that are not those of the servers:\n\n${limits.map((text) => `- ${markdownText(text)}`).join('\n')}`,
        ]),
    ...(report.requirements.length === 0 ? [] : ['## Decisions on requirements', requirementLines(report).join('\n')]),
    ...(last < 0
      ? []
      : [
          `## At ${whole(sizes[last] ?? 0)} pipelines`,
          `p50 and p99: milliseconds ${text.latency}. Rate: ${text.rate}.`,
          sizeTable(report, groups, last),
        ]),
    ...sizes
      .slice(0, -1)
      .map((objects, at) => markdownDetails(`At ${whole(objects)} pipelines`, sizeTable(report, groups, at)))
      .toReversed(),
    '## What was measured',
    loadFacts(report)
      .map(([name, text]) => `- ${markdownText(name)}: ${markdownText(text)}`)
      .join('\n'),
    [
      markdownCode(report.run.command.join(' '), 400),
      `CPU of the harness: ${shareText(report.run.harnessCpuShare)}.`,
      ...(cost === undefined ? [] : [`Sampling: ${cost}.`]),
      report.run.reportUrl === undefined ? 'Plots: report.html.' : markdownLink('Plots', report.run.reportUrl),
      ...(report.run.workflowUrl === undefined ? [] : [markdownLink('The workflow run', report.run.workflowUrl)]),
    ].join(' '),
  ];
  const omitted = '… the rest is in report.html';
  let summary = '';
  for (const part of parts) {
    const next = `${summary}${summary === '' ? '' : '\n\n'}${part}`;
    if (Buffer.byteLength(`${next}\n\n${omitted}\n`) > byteLimit) return `${summary}\n\n${omitted}\n`;
    summary = next;
  }
  return `${summary}\n`;
};
