import { componentStatus, statusTable } from '../components/component-status.ts';
import { componentNames } from '../components/recipe.ts';
import { setUpComponents, setUpMariaDb } from '../components/set-up.ts';
import { interruption } from './interruption.ts';
import { terminalProgress } from './terminal-progress.ts';

/** The options of `setup`, as commander hands them over. */
export interface SetupOptions {
  readonly status?: boolean;
  readonly json?: boolean;
  readonly database: boolean;
}

const setUp = async (database: boolean): Promise<void> => {
  using interrupted = interruption();
  using progress = terminalProgress(process.stderr);
  await setUpComponents(componentNames, progress, interrupted.signal);
  if (database) await setUpMariaDb(progress, interrupted.signal);
};

/** Makes what is missing, prints what is there, as the options say. */
export const setUpAndShow = async (options: SetupOptions): Promise<void> => {
  if (!options.status) await setUp(options.database);
  if (!options.status && !options.json) return;
  const status = await componentStatus();
  process.stdout.write(options.json ? `${JSON.stringify(status, undefined, 2)}\n` : statusTable(status));
};
