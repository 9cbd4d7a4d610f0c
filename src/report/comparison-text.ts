import type { ComparedCheck, ReportComparison } from '../judgement/compared-reports.ts';
import { outcomeWords } from '../contract/outcome-words.ts';
import type { Report } from '../judgement/schema.ts';
import { rateText } from './intermittent-text.ts';
import { targetLine } from './notices.ts';
import { cut, paragraph, styled, type TerminalOptions } from './terminal-text.ts';

const titles: Readonly<Record<keyof ReportComparison, string>> = {
  newlyFailing: 'Newly failing',
  changed: 'Failing in another way',
  fixed: 'No longer failing',
  undecided: 'No longer decided',
  gone: 'No longer there',
  new: 'New, not failing',
};

const word = (outcome: ComparedCheck['before']): string =>
  outcome === undefined ? 'not there' : outcomeWords[outcome].word;

const checkLines = (one: ComparedCheck, options: TerminalOptions): readonly string[] => {
  const rate = rateText(one);
  const { new: added = {}, gone = {} } = one.aspects ?? {};
  const aspects = (mark: string, values: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(values).map(([name, value]) => `    ${cut(`${mark} ${name}: ${value}`, options.columns - 4)}`);
  return [
    ...paragraph(
      '  ',
      `${one.requirement} in ${one.lane} [${one.scenario}]: ${word(one.before)} → ${word(one.after)}${rate === undefined ? '' : ` (${rate})`}`,
      options.columns,
      3,
    ),
    ...aspects('-', gone),
    ...aspects('+', added),
  ];
};

const runLine = (report: Report): string => `${report.run.id}: ${targetLine(report)}, ${report.environment.name}`;

/**
 * The comparison of two runs for the terminal; `+` and `-` are values of aspects that fail in one run only. `doubts` are
 * sentences about what it cannot say.
 */
export const comparisonText = (
  first: Report,
  second: Report,
  { doubts, ...comparison }: ReportComparison & { readonly doubts: readonly string[] },
  options: TerminalOptions,
): string =>
  [
    ...paragraph('first   ', runLine(first), options.columns, 2),
    ...paragraph('second  ', runLine(second), options.columns, 2),
    ...Object.entries(titles).flatMap(([kind, title]) => {
      const own = comparison[kind as keyof ReportComparison];
      if (own.length === 0) return [];
      return [
        '',
        styled(options, 'bold', `${title} (${own.length})`),
        ...own.flatMap((one) => checkLines(one, options)),
      ];
    }),
    '',
    ...doubts.flatMap((doubt) => paragraph('', doubt, options.columns, 2)),
    comparison.newlyFailing.length + comparison.changed.length === 0
      ? `Nothing ${doubts.length === 0 ? '' : 'that was decided '}newly fails or fails in another way.`
      : `${comparison.newlyFailing.length} newly failing, ${comparison.changed.length} failing in another way`,
    '',
  ].join('\n');
