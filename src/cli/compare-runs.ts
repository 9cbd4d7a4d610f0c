import { exitCode, type ExitCode } from '../failures/exit-code.ts';
import { comparedReports, type ReportComparison } from '../judgement/compared-reports.ts';
import { comparisonDoubts, type ComparisonDoubts } from '../judgement/comparison-doubts.ts';
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

/** As for a run: unreliable results come first, then failures, then what the run did not decide. */
const exitCodeFor = ({ newlyFailing, changed }: ReportComparison, { broken, lost }: ComparisonDoubts): ExitCode => {
  if (broken.length > 0) return exitCode.environment;
  if (newlyFailing.length + changed.length > 0) return exitCode.failed;
  return lost.length > 0 ? exitCode.environment : exitCode.ok;
};

/**
 * Prints how the second run differs from the first; resolves with 1 if a check newly fails, or fails in another way, and
 * with 3 if the second run broke, or did not decide what the first one did.
 */
export const compareRuns = async (
  first: string,
  second: string,
  json: boolean,
  stream: TerminalStream = process.stdout,
): Promise<ExitCode> => {
  const before = await readReport(await reportFile(first));
  const after = await readReport(await reportFile(second));
  const comparison = comparedReports(before, after);
  const doubts = comparisonDoubts(before, after, comparison);
  const sentences = [...doubts.broken, ...doubts.lost];
  stream.write(
    json
      ? `${JSON.stringify({ first: described(before), second: described(after), doubts: sentences, ...comparison }, null, 2)}\n`
      : comparisonText(before, after, { ...comparison, doubts: sentences }, terminalOptions(stream)),
  );
  return exitCodeFor(comparison, doubts);
};
