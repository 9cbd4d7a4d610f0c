import type { Joined } from '../judgement/joined.ts';
import type { Report } from '../judgement/schema.ts';
import { targetLine } from './notices.ts';
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
    '',
    ...reports.flatMap((report) =>
      paragraph('  ', `${report.run.id}: ${targetLine(report)}, ${report.environment.name}`, options.columns, 2),
    ),
    ...verdictLines(joined, { strict }, options),
    '',
  ];
  stream.write([`Judged together: ${reports.length} runs of the same build`, ...lines.slice(1)].join('\n'));
};
