import type { Joined } from '../judgement/joined.ts';
import type { Report } from '../judgement/schema.ts';
import { counted } from '../text/counted.ts';
import { suiteLine, targetLine } from './notices.ts';
import { paragraph, terminalOptions, type TerminalStream } from './terminal-text.ts';
import { verdictLines } from './terminal-verdicts.ts';

/** Prints the claims of runs that were judged together. */
export const printJoined = (
  reports: readonly Report[],
  joined: Joined,
  stream: TerminalStream = process.stdout,
): void => {
  const options = terminalOptions(stream);
  const strict = reports.some((report) => report.options.strict);
  const lines = [
    `Judged together: ${counted(reports.length, 'run')} of one build`,
    ...reports.flatMap((report) =>
      paragraph('  ', `${report.run.id}: ${targetLine(report)}, ${report.environment.name}`, options.columns, 2),
    ),
    ...reports.slice(0, 1).flatMap((report) => paragraph('', `Judged by ${suiteLine(report)}`, options.columns, 2)),
    ...verdictLines(joined, { strict }, options),
    '',
  ];
  stream.write(lines.join('\n'));
};
