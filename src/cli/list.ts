import { Command } from 'commander';
import { collect } from './collect.ts';
import type { ListOptions } from './list-checks.ts';

/** `list`: prints requirements and their checks. */
export const listCommand = (): Command =>
  new Command('list')
    .description('list the requirements, with the number of checks of each in every lane')
    .option('--json', 'print JSON')
    .option('--scenarios', 'list the scenarios instead, each with its file and the requirements it decides')
    .option('--profile <profiles>', 'list only these profiles: core …', collect, [])
    .action(async (options: ListOptions) => {
      const { listChecks } = await import('./list-checks.ts');
      await listChecks(options);
    });
