import { Command } from 'commander';
import type { BaselineOptions } from './write-baseline.ts';

/** `baseline RUN…`: writes the failures of runs as a baseline, or brings one up to date. */
export const baselineCommand = (): Command =>
  new Command('baseline')
    .description('write a baseline of the failures of runs of one target, or bring one up to date')
    .argument('<runs...>', 'runs of one target: the folder of each, its report.json, or its id in reports/runs')
    .option(
      '--from <file>',
      'the baseline to bring up to date: a file, or a name in reports/expected-failures (default: a new one)',
    )
    .option('--output <file>', 'the file to write; it may be that of --from (default: standard output)')
    .action(async (runs: string[], options: BaselineOptions) => {
      const { writeBaseline } = await import('./write-baseline.ts');
      await writeBaseline(runs, options);
    });
