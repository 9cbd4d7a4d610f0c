import { Command } from 'commander';
import { collect } from './collect.ts';
import type { ListOptions } from './list-checks.ts';

/** `list [ID or text…]`: prints requirements and their checks. */
export const listCommand = (): Command =>
  new Command('list')
    .description('list the requirements, with the number of checks of each in every lane')
    .argument('[words...]', 'only these: the ids of requirements, or words that stand in their text')
    .optionsGroup('Which requirements (default: all):')
    .option('--area <areas>', 'only these areas: CRUD, VER, LIST …', collect, [])
    .option('--level <levels>', 'only these levels: MUST, SHOULD, MAY', collect, [])
    .option('--profile <profiles>', 'only these profiles: core …', collect, [])
    .option('--failed <run>', 'only those that failed in this run, known or not, with the outcomes there')
    .optionsGroup('Output:')
    .option('--scenarios', 'list the scenarios that decide them, each with its file and line')
    .option('--json', 'print JSON')
    .action(async (words: readonly string[], options: ListOptions) => {
      const { listChecks } = await import('./list-checks.ts');
      await listChecks(words, options);
    });
