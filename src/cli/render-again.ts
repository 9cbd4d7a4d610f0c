import path from 'node:path';
import { readReport } from '../judgement/json.ts';
import { loadReportFile, readLoadReport } from '../judgement/load/json.ts';
import { summaryMarkdown } from '../report/markdown.ts';
import { appendStepSummary } from '../report/step-summary.ts';
import { printReport } from '../report/terminal.ts';
import { writeReport } from '../report/write-report.ts';
import { reportAddresses } from './report-addresses.ts';
import { runFile } from './report-file.ts';

const withStepSummary = async (markdown: string): Promise<void> => {
  const warning = await appendStepSummary(markdown);
  if (warning !== undefined) process.stderr.write(`${warning}\n`);
};

/** Renders the report of a load run again from its load.json. */
const renderLoadAgain = async (file: string, addresses: ReturnType<typeof reportAddresses>): Promise<void> => {
  // The charting library takes as long to load as all of this command.
  const { writeLoadReport } = await import('../report/load/write-load-report.ts');
  const { loadSummary } = await import('../report/load/load-summary.ts');
  const { printLoadReport } = await import('../report/load/load-terminal.ts');
  const read = await readLoadReport(file);
  const report = { ...read, run: { ...read.run, ...addresses } };
  const directory = path.dirname(file);
  await writeLoadReport(report, directory, loadReportFile);
  await withStepSummary(loadSummary(report));
  printLoadReport(report, path.resolve(directory));
};

/**
 * Renders a report again from its report.json, or that of a load run from its load.json; the file stays as it is. `run`:
 * the folder of a run, the file itself, or an id in reports/runs. `reportUrl`: the value of --report-url.
 */
export const renderAgain = async (run: string, reportUrl?: string): Promise<void> => {
  const addresses = reportAddresses(reportUrl);
  const file = await runFile(run);
  if (path.basename(file).endsWith(loadReportFile)) {
    await renderLoadAgain(file, addresses);
    return;
  }
  const read = await readReport(file);
  const report = { ...read, run: { ...read.run, ...addresses } };
  const directory = path.dirname(file);
  // What a later version wrote into it, and this one does not know, would be lost.
  await writeReport(report, directory, 'report.json');
  await withStepSummary(summaryMarkdown(report));
  printReport(report, path.resolve(directory));
};
