import { componentStatus, statusTable } from '../components/component-status.ts';
import { componentNames, localComponentNames, type ComponentName } from '../components/recipe.ts';
import { setUpComponents, setUpMariaDb } from '../components/set-up.ts';
import { interruption } from './interruption.ts';
import { terminalProgress } from './terminal-progress.ts';
import { UsageError } from '../failures/usage-error.ts';

/** The options of `setup`, as commander hands them over. */
export interface SetupOptions {
  readonly status?: boolean;
  readonly json?: boolean;
  readonly database: boolean;
  readonly downloads: boolean;
}

const chosen = (requested: readonly string[]): readonly ComponentName[] => {
  if (requested.length === 0) return localComponentNames;
  const known: readonly string[] = componentNames;
  const unknown = requested.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`unknown component ${unknown}: expected one of ${componentNames.join(', ')}`);
  return componentNames.filter((name) => requested.includes(name));
};

const setUp = async (
  requested: readonly string[],
  { database, downloads }: Pick<SetupOptions, 'database' | 'downloads'>,
): Promise<void> => {
  const names = chosen(requested);
  using interrupted = interruption();
  using progress = terminalProgress(process.stderr);
  if (database && requested.length === 0) await setUpMariaDb(progress, interrupted.signal);
  await setUpComponents(names, progress, interrupted.signal, { downloads });
};

/** Sets up the requested components, or prints their status, as the options say. */
export const setUpAndShow = async (requested: readonly string[], options: SetupOptions): Promise<void> => {
  if (!options.status) await setUp(requested, options);
  if (!options.status && !options.json) return;
  const status = await componentStatus();
  process.stdout.write(options.json ? `${JSON.stringify(status, undefined, 2)}\n` : statusTable(status));
};
