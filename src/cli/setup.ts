import { Command } from 'commander';
import { componentNames, localComponentNames } from '../components/recipe.ts';
import type { SetupOptions } from './set-up-components.ts';

/** `kfp-conformance setup` */
export const setupCommand = (): Command =>
  new Command('setup')
    .description('set up components: official binaries, or built from pinned Go modules; MariaDB from the system')
    .argument(
      '[component...]',
      `${componentNames.join(', ')} (default: what the local environment runs: ${localComponentNames.join(', ')} and MariaDB)`,
    )
    .option('--status', 'only show what is there')
    .option('--json', 'print the status as JSON')
    .option('--no-downloads', 'download no official binaries: build what is missing')
    .option('--no-database', 'leave MariaDB out, for runs with --database-url')
    .addHelpText(
      'after',
      `
Every command sets up what it needs by itself. Components are made once, in a cache outside the checkout
(KFP_CONFORMANCE_CACHE, else XDG_CACHE_HOME or ~/.cache).
One found in KUBEBUILDER_ASSETS or on PATH in an accepted version is used instead.

On Linux (amd64, arm64) Kubernetes' programs are downloaded from dl.k8s.io over https, through HTTPS_PROXY if set, and
used only if the archive has the sha512 that fixtures/versions.yaml pins. Whatever cannot be downloaded is built, and
so are etcd and k6. KFP_CONFORMANCE_DOWNLOADS=off turns downloading off for every command, --no-downloads for this one.

Examples:
  kfp-conformance setup
  kfp-conformance setup kubectl
  kfp-conformance setup --status
  kfp-conformance setup --status --json`,
    )
    .action(async (asked: readonly string[], options: SetupOptions) => {
      const { setUpAndShow } = await import('./set-up-components.ts');
      await setUpAndShow(asked, options);
    });
