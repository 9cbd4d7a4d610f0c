import { Command } from 'commander';
import { componentStatus, statusTable } from '../components/component-status.ts';
import { componentNames, localComponentNames, type ComponentName } from '../components/recipe.ts';
import { setUpComponents, setUpMariaDb } from '../components/set-up.ts';
import { interruption } from './interruption.ts';
import { terminalProgress } from './terminal-progress.ts';
import { UsageError } from './usage-error.ts';

interface SetupOptions {
  readonly status?: boolean;
  readonly json?: boolean;
  readonly database: boolean;
}

const chosen = (asked: readonly string[]): readonly ComponentName[] => {
  if (asked.length === 0) return localComponentNames;
  const known: readonly string[] = componentNames;
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`unknown component ${unknown}: expected one of ${componentNames.join(', ')}`);
  return componentNames.filter((name) => asked.includes(name));
};

const setUp = async (names: readonly ComponentName[], database: boolean): Promise<void> => {
  using interrupted = interruption();
  using progress = terminalProgress(process.stderr);
  if (database) await setUpMariaDb(progress, interrupted.signal);
  await setUpComponents(names, progress, interrupted.signal);
};

/** `kfp-conformance setup` */
export const setupCommand = (): Command =>
  new Command('setup')
    .description('set up components: programs built from pinned Go modules, MariaDB from the system')
    .argument(
      '[component...]',
      `${componentNames.join(', ')} (default: what the local environment runs: ${localComponentNames.join(', ')} and MariaDB)`,
    )
    .option('--status', 'only show what is there')
    .option('--json', 'print the status as JSON')
    .option('--no-database', 'leave MariaDB out, for runs with --database-url')
    .addHelpText(
      'after',
      `
Every command sets up what it needs by itself. Components are built once into a cache outside the checkout (KFP_CONFORMANCE_CACHE, else XDG_CACHE_HOME or ~/.cache).
One found in KUBEBUILDER_ASSETS or on PATH in an accepted version is used instead.

Examples:
  kfp-conformance setup
  kfp-conformance setup kubectl
  kfp-conformance setup --status
  kfp-conformance setup --status --json`,
    )
    .action(async (asked: readonly string[], options: SetupOptions) => {
      const names = chosen(asked);
      if (!options.status) await setUp(names, options.database && asked.length === 0);
      if (!options.status && !options.json) return;
      const status = await componentStatus();
      process.stdout.write(options.json ? `${JSON.stringify(status, undefined, 2)}\n` : statusTable(status));
    });
