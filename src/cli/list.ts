import { Command } from 'commander';
import { collect } from './collect.ts';
import type { ListOptions } from './list-checks.ts';

/** `list`: requirements and their checks. */
export const listCommand = (): Command =>
  new Command('list')
    .description('list the requirements and how many checks decide each in every lane')
    .option('--json', 'print JSON')
    .option('--scenarios', 'print the scenarios instead, each with its file and the requirements it decides')
    .option('--profile <profiles>', 'only what counts for these profiles: core …', collect, [])
    .action(async (options: ListOptions) => {
      const { listChecks } = await import('./list-checks.ts');
      await listChecks(options);
    });
