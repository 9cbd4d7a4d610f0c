import { Command } from 'commander';
import { componentStatus, statusTable } from '../components/component-status.ts';
import { componentNames } from '../components/recipe.ts';
import { setUpComponents, setUpMariaDb } from '../components/set-up.ts';
import { interruption } from './interruption.ts';
import { terminalProgress } from './terminal-progress.ts';

interface SetupOptions {
  readonly status?: boolean;
  readonly json?: boolean;
  readonly database: boolean;
  readonly downloads: boolean;
}

const setUp = async ({ database, downloads }: SetupOptions): Promise<void> => {
  using interrupted = interruption();
  using progress = terminalProgress(process.stderr);
  await setUpComponents(componentNames, progress, interrupted.signal, { downloads });
  if (database) await setUpMariaDb(progress, interrupted.signal);
};

/** `kfp-conformance setup` */
export const setupCommand = (): Command =>
  new Command('setup')
    .description(
      'get the programs of the local environment: official binaries, or built from pinned Go modules; MariaDB from the system',
    )
    .option('--status', 'only show what is there')
    .option('--json', 'print the status as JSON')
    .option('--no-downloads', 'build everything, download no official binaries')
    .option('--no-database', 'leave MariaDB out, for runs with --database-url')
    .addHelpText(
      'after',
      `
Components are made once, in a cache outside the checkout (KFP_CONFORMANCE_CACHE, else XDG_CACHE_HOME or ~/.cache).
One found in KUBEBUILDER_ASSETS or on PATH in an accepted version is used instead.

On Linux (amd64, arm64) Kubernetes' programs are downloaded from dl.k8s.io over https, through HTTPS_PROXY if set, and
used only if the archive has the sha512 that fixtures/versions.yaml pins. Whatever cannot be downloaded is built, and
so are etcd and k6. KFP_CONFORMANCE_DOWNLOADS=off turns downloading off for every command, --no-downloads for this one.

Examples:
  kfp-conformance setup
  kfp-conformance setup --status
  kfp-conformance setup --status --json`,
    )
    .action(async (options: SetupOptions) => {
      if (!options.status) await setUp(options);
      if (!options.status && !options.json) return;
      const status = await componentStatus();
      process.stdout.write(options.json ? `${JSON.stringify(status, undefined, 2)}\n` : statusTable(status));
    });
