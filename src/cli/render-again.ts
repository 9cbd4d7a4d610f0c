import path from 'node:path';
import { readReport } from '../judgement/json.ts';
import { printReport } from '../report/terminal.ts';
import { writeReport } from '../report/write-report.ts';
import { reportFile } from './report-file.ts';

/** Renders a report again from its report.json. `run`: the folder of a run, the file itself, or an id in reports/runs. */
export const renderAgain = async (run: string): Promise<void> => {
  const file = await reportFile(run);
  const report = await readReport(file);
  const directory = path.dirname(file);
  await writeReport(report, directory);
  printReport(report, path.resolve(directory));
};
