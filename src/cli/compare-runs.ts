import { exitCode, type ExitCode } from '../failures/exit-code.ts';
import { comparedReports } from '../judgement/compared-reports.ts';
import { readReport } from '../judgement/json.ts';
import type { Report } from '../judgement/schema.ts';
import { comparisonText } from '../report/comparison-text.ts';
import { terminalOptions, type TerminalStream } from '../report/terminal-text.ts';
import { reportFile } from './report-file.ts';

const described = ({ run: { id }, target: { kind, release, commit }, environment: { name } }: Report) => ({
  run: id,
  target: { kind, release, commit },
  environment: name,
});

/** Prints how the second run differs from the first; resolves with 1 if a check newly fails, or fails in another way. */
export const compareRuns = async (
  first: string,
  second: string,
  json: boolean,
  stream: TerminalStream = process.stdout,
): Promise<ExitCode> => {
  const before = await readReport(await reportFile(first));
  const after = await readReport(await reportFile(second));
  const comparison = comparedReports(before, after);
  stream.write(
    json
      ? `${JSON.stringify({ first: described(before), second: described(after), ...comparison }, null, 2)}\n`
      : comparisonText(before, after, comparison, terminalOptions(stream)),
  );
  return comparison.newlyFailing.length + comparison.changed.length === 0 ? exitCode.ok : exitCode.failed;
};
