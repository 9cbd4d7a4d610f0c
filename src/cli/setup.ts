import { Command } from 'commander';
import { calledAs } from '../text/called-as.ts';
import { componentNames, localComponentNames } from '../components/recipe.ts';
import type { SetupOptions } from './set-up-components.ts';

/** `setup`: sets up components. */
export const setupCommand = (): Command =>
  new Command('setup')
    .description('set up components: official binaries or builds of pinned Go modules, and MariaDB from the system')
    .argument(
      '[component...]',
      `${componentNames.join(', ')} (default: the components of the local environment: ${localComponentNames.join(', ')} and MariaDB)`,
    )
    .option('--status', 'only print the status of the components')
    .option('--json', 'print the status as JSON')
    .option('--no-downloads', 'do not download official binaries; build missing components')
    .option('--no-database', 'do not set up MariaDB; for runs with --database-url')
    .addHelpText(
      'after',
      `
Every command sets up its components by itself. Components are downloaded or built once, into a cache outside the
checkout (KFP_CONFORMANCE_CACHE, else XDG_CACHE_HOME or ~/.cache).
A component found in KUBEBUILDER_ASSETS or on PATH in an accepted version is used instead.

On Linux (amd64, arm64) the Kubernetes programs are downloaded from dl.k8s.io over https, through HTTPS_PROXY if set, and
used only if the archive has the sha512 that fixtures/versions.yaml pins. Components that cannot be downloaded are built,
and so are etcd and k6. KFP_CONFORMANCE_DOWNLOADS=off turns downloading off for every command, --no-downloads for this one.

Examples:
  ${calledAs()} setup
  ${calledAs()} setup kubectl
  ${calledAs()} setup --status
  ${calledAs()} setup --status --json`,
    )
    .action(async (requested: readonly string[], options: SetupOptions) => {
      const { setUpAndShow } = await import('./set-up-components.ts');
      await setUpAndShow(requested, options);
    });
