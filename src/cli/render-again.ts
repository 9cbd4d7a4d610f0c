import path from 'node:path';
import { readReport } from '../judgement/json.ts';
import { printReport } from '../report/terminal.ts';
import { appendStepSummary } from '../report/step-summary.ts';
import { writeReport } from '../report/write-report.ts';
import { reportAddresses } from './report-addresses.ts';
import { reportFile } from './report-file.ts';

/**
 * Renders a report again from its report.json, which stays as it is. `run`: the folder of a run, the file itself, or an id
 * in reports/runs. `reportUrl`: the value of --report-url.
 */
export const renderAgain = async (run: string, reportUrl?: string): Promise<void> => {
  const addresses = reportAddresses(reportUrl);
  const file = await reportFile(run);
  const read = await readReport(file);
  const report = { ...read, run: { ...read.run, ...addresses } };
  const directory = path.dirname(file);
  // What a later version wrote into it, and this one does not know, would be lost.
  await writeReport(report, directory, 'report.json');
  const warning = await appendStepSummary(report);
  if (warning !== undefined) process.stderr.write(`${warning}\n`);
  printReport(report, path.resolve(directory));
};
