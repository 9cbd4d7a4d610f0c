import { Command } from 'commander';
import { collect } from './collect.ts';

interface ReportOptions {
  readonly with: string[];
  readonly requireConformance: string[];
  readonly reportUrl?: string;
}

/** `report RUN`: renders the report of a run again, or judges runs together. `end` receives the exit code. */
export const reportCommand = (end: (code: number) => void): Command =>
  new Command('report')
    .description('render the report of a run again, or judge runs of the same build together')
    .argument('<run>', 'the folder of a run, its report.json or load.json, or its id in reports/runs')
    .optionsGroup('Judging:')
    .option(
      '--with <runs...>',
      'judge it together with these runs of the same build: what one could not decide is decided by another',
      (run: string, earlier: readonly string[]) => [...earlier, run],
      [],
    )
    .option(
      '--require-conformance <profiles>',
      'exit 1 unless these profiles are conformant in all these runs together',
      collect,
      [],
    )
    .optionsGroup('Output:')
    .option('--report-url <url>', 'where report.html is published: every output links to it')
    .action(async (run: string, options: ReportOptions) => {
      if (options.with.length > 0 || options.requireConformance.length > 0) {
        const { judgeTogether } = await import('./judge-together.ts');
        end(await judgeTogether([run, ...options.with], options.requireConformance));
        return;
      }
      const { renderAgain } = await import('./render-again.ts');
      await renderAgain(run, options.reportUrl);
    });
