import path from 'node:path';
import stringWidth from 'string-width';
import { loadReportFile } from '../../judgement/load/json.ts';
import type { LoadReport } from '../../judgement/load/schema.ts';
import {
  padded,
  paragraph,
  shortLanes,
  styled,
  terminalOptions,
  type TerminalOptions,
  type TerminalStream,
} from '../terminal-text.ts';
import { counted } from '../../text/counted.ts';
import { visible } from '../../text/visible-text.ts';
import { capacityLimitTexts } from './capacity-limits.ts';
import { decisionWords } from './decision-words.ts';
import { headlineOf, rateText, sizesOf, type HeadlineCell, type HeadlineGroup } from './headline.ts';
import { tooFewText } from './latency.ts';
import { loadNotices } from './load-facts.ts';
import { harnessShareText } from './harness-share.ts';
import { shortCount } from './number-text.ts';
import { samplingText } from './sampling-text.ts';
import { invalidGroups, isUsable, placesText, usabilityText } from './validity.ts';

const placeLimit = 2;
/** Enough for all figures of a watch in 100 columns. */
const figureLines = 5;
/** A plan that measures something else leaves most requirements open. */
const openLimit = 3;

const cellText = (cell: HeadlineCell | undefined): string => {
  switch (cell?.kind) {
    case 'valid':
      return `${cell.p50 ?? 'few'} / ${cell.p99 ?? 'few'}`;
    case 'invalid':
      return '✗ invalid';
    case 'figures':
      return cell.text;
    case 'not-measured':
    case 'absent':
    case undefined:
      return '–';
  }
};

const rateOf = (cell: HeadlineCell | undefined): string => (cell?.kind === 'valid' ? rateText(cell.rate) : '');

/** The columns that fit beside the first: always the last, then from the first on. */
const fitting = (widths: readonly number[], room: number): readonly number[] => {
  const last = widths.length - 1;
  const kept = [last];
  let left = room - (widths[last] ?? 0);
  for (let at = 0; at < last; at += 1) {
    left -= widths[at] ?? 0;
    if (left < 0) break;
    kept.push(at);
  }
  return kept.toSorted((a, b) => a - b);
};

/** A line for each operation, lane and target: the latencies at each number of pipelines, and the rate at the most. */
const tableLines = (
  report: LoadReport,
  groups: readonly HeadlineGroup[],
  options: TerminalOptions,
): readonly string[] => {
  const sizes = sizesOf(report);
  if (sizes.length === 0) return [];
  const several = report.targets.length > 1;
  const rows = groups.flatMap(({ operation, rows: own }) =>
    own.map(({ target, lane, cells }, at) => ({
      name: [at === 0 ? operation : '', shortLanes[lane], several ? target : ''],
      cells: cells.map(cellText),
      rate: rateOf(cells.at(-1)),
      isFigures: cells.some(({ kind }) => kind === 'figures'),
    })),
  );
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => stringWidth(text)));
  const head = sizes.map((size) => `at ${shortCount(size)}`);
  const nameWidths = [0, 1, 2].map((at) => widest(rows.map(({ name }) => visible(name[at] ?? ''))));
  const nameOf = (name: readonly string[]): string =>
    name
      .flatMap((text, at) => ((nameWidths[at] ?? 0) > 0 ? [padded(visible(text), nameWidths[at] ?? 0)] : []))
      .join(' ');
  const numbers = rows.filter(({ isFigures }) => !isFigures);
  const widths = sizes.map((_, at) => widest([head[at] ?? '', ...numbers.map(({ cells }) => cells[at] ?? '')]) + 2);
  const rateHead = `rate at ${shortCount(sizes.at(-1) ?? 0)}`;
  const rateWidth = widest([rateHead, ...rows.map(({ rate }) => rate)]) + 2;
  const firstWidth = stringWidth(nameOf(['', '', '']));
  const columns = fitting(widths, options.columns - firstWidth - rateWidth - 2);
  const line = (name: string, cells: readonly string[], rate: string): string =>
    `  ${padded(name, firstWidth)}${columns.map((at) => `  ${padded(cells[at] ?? '', (widths[at] ?? 2) - 2)}`).join('')}  ${rate}`.trimEnd();
  return [
    styled(options, 'dim', line('p50 / p99 ms', head, rateHead)),
    ...rows.flatMap(({ name, cells, rate, isFigures }) =>
      isFigures
        ? paragraph(`  ${nameOf(name)}  `, cells.at(-1) ?? '', options.columns, figureLines)
        : [line(nameOf(name), cells, rate)],
    ),
  ];
};

/** What `few` in the table stands for, with the number of samples. */
const fewLines = (groups: readonly HeadlineGroup[], options: TerminalOptions): readonly string[] => {
  const texts = groups.flatMap(({ operation, rows }) => {
    const cells = rows.flatMap((one) => one.cells.filter((cell) => cell.kind === 'valid'));
    const few = (['p50', 'p99'] as const).flatMap((name) => {
      const found = cells.find((cell) => cell[name] === undefined);
      return found === undefined ? [] : [`${name} ${tooFewText(found.samples)}`];
    });
    return few.length === 0 ? [] : [`${operation} ${few.join(', ')}`];
  });
  return texts.length === 0
    ? []
    : paragraph('  few: ', `so many samples do not tell the quantile: ${texts.join('; ')}`, options.columns, 3);
};

const requirementLines = ({ requirements }: LoadReport, options: TerminalOptions): readonly string[] => {
  const met = requirements.filter(({ outcome }) => outcome === 'met').length;
  const open = requirements.filter(({ outcome }) => outcome === 'not-decided');
  const isListed = open.length <= openLimit;
  const others = requirements.filter(({ outcome }) => outcome !== 'met' && (outcome !== 'not-decided' || isListed));
  const openIds = [...new Set(open.map(({ id }) => id))].join(', ');
  return [
    ...(met === 0 ? [] : [`  ✓ met: ${met} of ${counted(requirements.length, 'decision')} on requirements`]),
    ...others.flatMap(({ id, lane, target, outcome, text }) =>
      paragraph(`  ${decisionWords[outcome].symbol} `, `${id} ${lane}, ${target}: ${text}`, options.columns, 2),
    ),
    ...(isListed ? [] : paragraph('  ? ', `not decided, for reasons in report.html: ${openIds}`, options.columns, 2)),
  ];
};

/** The lines at the end of a load run. `directory`: where its files are. */
export const loadTerminalLines = (
  report: LoadReport,
  directory: string,
  options: TerminalOptions,
): readonly string[] => {
  const groups = headlineOf(report);
  const usable = isUsable(report);
  const cost = samplingText(report);
  return [
    '',
    styled(options, 'bold', `KFP under load: ${visible(report.plan.name)}`),
    '',
    ...tableLines(report, groups, options),
    ...fewLines(groups, options),
    '',
    styled(options, usable ? 'green' : 'red', `Can the numbers be used? ${usabilityText(report)}`),
    ...loadNotices(report).flatMap((text) => paragraph('  ! ', text, options.columns, 3)),
    ...invalidGroups(report).flatMap(({ reason, meaning, measurements }) => {
      const text = `${reason}, ${measurements.length} (${meaning}): ${placesText(measurements, report, placeLimit)}`;
      return paragraph('  ✗ ', text, options.columns, 3);
    }),
    ...capacityLimitTexts(report).flatMap((text) =>
      paragraph('  ! ', `capacity not that of the servers: ${text}`, options.columns, 6),
    ),
    ...requirementLines(report, options),
    ...(cost === undefined ? [] : ['', ...paragraph('  Sampling: ', cost, options.columns, 3)]),
    '',
    `  The harness used ${harnessShareText(report)}.`,
    `  Report: ${path.join(directory, 'report.html')}`,
    `  Data:   ${path.join(directory, loadReportFile)}`,
  ];
};

/** Prints the end of a load run. */
export const printLoadReport = (
  report: LoadReport,
  directory: string,
  stream: TerminalStream = process.stdout,
): void => {
  stream.write(`${loadTerminalLines(report, directory, terminalOptions(stream)).join('\n')}\n`);
};
