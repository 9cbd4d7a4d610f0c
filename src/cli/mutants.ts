import { Command } from 'commander';
import type { OwnEnvironmentName } from '../environments/environment.ts';
import { collect } from './collect.ts';
import type { MutantsOptions } from './prove-mutants.ts';

const environments: Readonly<Record<OwnEnvironmentName, string>> = {
  local: '"local"',
  kind: '"kind" (only the checks that need a cluster)',
};

/** `mutants`: proves with the reference implementation that every check can fail. */
export const mutantsCommand = (end: (code: number) => void): Command =>
  new Command('mutants')
    .description('prove that every check can fail: run each against its mutants, which are deliberate defects')
    .optionsGroup('Environment:')
    .option('--environment <name>', Object.values(environments).join(', or '), 'local')
    .optionsGroup('Which checks (default: all):')
    .option('--area <areas>', 'only checks of these areas', collect, [])
    .option('--full', 'run every mutant against every scenario and print what it fails (takes about an hour)', false)
    .optionsGroup('Output:')
    .option('--json', 'print the score as JSON')
    .option('--matrix <file>', 'with --full: write what each mutant fails to this file, as Markdown')
    .action(async (options: MutantsOptions) => {
      const { proveMutants } = await import('./prove-mutants.ts');
      end(await proveMutants(options));
    });
