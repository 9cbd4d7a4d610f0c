import type { LoadReport } from '../../judgement/load/schema.ts';
import { markdownCell, markdownCode, markdownLink, markdownText } from '../markdown-text.ts';
import { capacityLimitTexts } from './capacity-limits.ts';
import { withoutCommonVariation } from './common-variation.ts';
import { headlineOf, sizesOf, type HeadlineCell } from './headline.ts';
import { loadFacts, loadNotices } from './load-facts.ts';
import { shareText, whole } from './number-text.ts';
import { samplingText } from './sampling-text.ts';
import { invalidGroups, placeText, usabilityText } from './validity.ts';

/** What summary.md may take of the summary of a step, which is shared with other steps. */
const byteLimit = 30 * 1024;
const placeLimit = 10;
const requirementLimit = 30;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const details = (summary: string, content: string): string =>
  ['<details>', `<summary>${summary}</summary>`, '', content, '', '</details>'].join('\n');

const cellText = (cell: HeadlineCell): string => {
  switch (cell.kind) {
    case 'valid':
      // Numbers of our own: as text, the first would be escaped like that of a list.
      return `${cell.p50} / ${cell.p99}, ${cell.rate}`;
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
const sizeTable = (report: LoadReport, at: number): string => {
  const groups = headlineOf(report);
  const several = report.targets.length > 1;
  const keys = [
    ...new Map(
      groups.flatMap(({ rows }) =>
        rows.map(({ target, lane, repetition }) => [`${target} ${lane} ${repetition}`, { target, lane, repetition }]),
      ),
    ).values(),
  ];
  const head = keys.map(({ target, lane, repetition }) =>
    [lane, ...(several ? [target] : []), ...(repetition > 1 ? [`(${repetition})`] : [])].join(', '),
  );
  return table(
    ['p50 / p99 ms, rate', ...head.map(markdownCell)],
    groups.map(({ operation, rows }) => [
      operation,
      ...keys.map((key) => {
        const found = rows.find(
          (one) => one.target === key.target && one.lane === key.lane && one.repetition === key.repetition,
        );
        return cellText(found?.cells[at] ?? { kind: 'absent' });
      }),
    ]),
  );
};

const invalidLines = (report: LoadReport): readonly string[] =>
  invalidGroups(report).map(({ reason, meaning, measurements }) => {
    const places = measurements.slice(0, placeLimit).map((one) => placeText(one, report));
    const more = measurements.length - places.length;
    return `- **${reason}**, ${whole(measurements.length)} (${meaning}): ${markdownText(places.join('; '))}${more > 0 ? `; and ${more} more` : ''}`;
  });

const words = { met: '✓ met', 'not-met': '✗ not met', recorded: '• recorded', 'not-decided': '? not decided' } as const;

const requirementLines = ({ requirements }: LoadReport): readonly string[] => {
  const inOrder = (['not-met', 'not-decided', 'recorded', 'met'] as const).flatMap((outcome) =>
    requirements.filter((one) => one.outcome === outcome),
  );
  const lines = inOrder
    .slice(0, requirementLimit)
    .map(
      ({ id, target, lane, outcome, text }) =>
        `- ${words[outcome]}: **${markdownText(id)}** ${lane}, ${markdownText(target)}: ${markdownText(text)}`,
    );
  const more = inOrder.length - lines.length;
  return [...lines, ...(more > 0 ? [`- … and ${more} more in report.html`] : [])];
};

/** summary.md of a load run: at most 30 KB, the most important first. */
export const loadSummary = (written: LoadReport): string => {
  const report = withoutCommonVariation(written);
  const sizes = sizesOf(report);
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
    ...(report.requirements.length === 0 ? [] : ['## Requirements', requirementLines(report).join('\n')]),
    ...(last < 0
      ? []
      : [
          `## At ${whole(sizes[last] ?? 0)} pipelines`,
          'Latency of an iteration from the instant it was due. Rate: while that was measured, of what was possible.',
          sizeTable(report, last),
        ]),
    ...sizes
      .slice(0, -1)
      .map((objects, at) => details(`At ${whole(objects)} pipelines`, sizeTable(report, at)))
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
  let text = '';
  for (const part of parts) {
    const next = `${text}${text === '' ? '' : '\n\n'}${part}`;
    if (Buffer.byteLength(`${next}\n\n${omitted}\n`) > byteLimit) return `${text}\n\n${omitted}\n`;
    text = next;
  }
  return `${text}\n`;
};
