import { Command } from 'commander';
import path from 'node:path';
import { readReport } from '../report/json.ts';
import { printReport } from '../report/terminal.ts';
import { writeReport } from '../report/write-report.ts';
import { reportFile } from './report-file.ts';

/** `report RUN`: renders a run again from its report.json. */
export const reportCommand = (): Command =>
  new Command('report')
    .description('render the report of a run again')
    .argument('<run>', 'the folder of a run, its report.json, or its id in reports/runs')
    .action(async (run: string) => {
      const file = await reportFile(run);
      const report = await readReport(file);
      const directory = path.dirname(file);
      await writeReport(report, directory);
      printReport(report, path.resolve(directory));
    });
