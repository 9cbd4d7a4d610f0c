import { Command } from 'commander';
import path from 'node:path';
import { readReport } from '../report/json.ts';
import { printReport } from '../report/terminal.ts';
import { writeReport } from '../report/write-report.ts';

/** `report RUN`: renders a run again from its report.json. */
export const reportCommand = (): Command =>
  new Command('report')
    .description('render the report of a run again')
    .argument('<run>', 'the folder of a run, or its report.json')
    .action(async (run: string) => {
      const report = await readReport(run);
      const directory = run.endsWith('.json') ? path.dirname(run) : run;
      await writeReport(report, directory);
      printReport(report, path.resolve(directory));
    });
