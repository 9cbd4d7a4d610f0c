import { Command } from 'commander';
import type { SetupOptions } from './set-up-components.ts';

/** `kfp-conformance setup` */
export const setupCommand = (): Command =>
  new Command('setup')
    .description('make the programs of the local environment: built from pinned Go modules, MariaDB from the system')
    .option('--status', 'only show what is there')
    .option('--json', 'print the status as JSON')
    .option('--no-database', 'leave MariaDB out, for runs with --database-url')
    .addHelpText(
      'after',
      `
Components are built once into a cache outside the checkout (KFP_CONFORMANCE_CACHE, else XDG_CACHE_HOME or ~/.cache).
One found in KUBEBUILDER_ASSETS or on PATH in an accepted version is used instead.

Examples:
  kfp-conformance setup
  kfp-conformance setup --status
  kfp-conformance setup --status --json`,
    )
    .action(async (options: SetupOptions) => {
      const { setUpAndShow } = await import('./set-up-components.ts');
      await setUpAndShow(options);
    });
