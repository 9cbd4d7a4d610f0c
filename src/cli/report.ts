import { Command } from 'commander';

/** `report RUN`: renders the report of a run again from its report.json. */
export const reportCommand = (): Command =>
  new Command('report')
    .description('render the report of a run again')
    .argument('<run>', 'the folder of a run, its report.json, or its id in reports/runs')
    .action(async (run: string) => {
      const { renderAgain } = await import('./render-again.ts');
      await renderAgain(run);
    });
