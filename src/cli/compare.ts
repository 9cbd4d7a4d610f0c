import { Command } from 'commander';

/** `compare RUN RUN`: prints the checks that differ between two runs. `end` receives the exit code. */
export const compareCommand = (end: (code: number) => void): Command =>
  new Command('compare')
    .description('compare two runs: the checks that newly fail, fail in another way, no longer fail, are gone or new')
    .argument('<first>', 'the folder of a run, its report.json, or its id in reports/runs')
    .argument(
      '<second>',
      'the later run; exit 1 if a check newly fails in it, or in another way, 3 if it broke, was interrupted, or lacks checks of the first or has errors in their place',
    )
    .option('--json', 'print JSON')
    .action(async (first: string, second: string, options: { json?: true }) => {
      const { compareRuns } = await import('./compare-runs.ts');
      end(await compareRuns(first, second, options.json === true));
    });
