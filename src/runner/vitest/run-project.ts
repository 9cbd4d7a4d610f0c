import path from 'node:path';
import type { Reporter } from 'vitest/node';
import type { RunSettings } from '../run-settings.ts';
import { openVitest } from './open-vitest.ts';
import { settingsVariable } from './settings-variable.ts';

/**
 * Runs a project of vitest.config.ts on the servers of a run. Aborting ends it early. Resolves with the errors that no test
 * has caught.
 */
export const runProject = async (
  project: 'conformance' | 'mutants',
  settings: RunSettings,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  process.env[settingsVariable] = JSON.stringify(settings);
  // The socket lies in the private folder of the environment.
  const vitest = await openVitest(project, reporter, path.dirname(settings.brokerSocket));
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input');
  signal.addEventListener('abort', cancel, { once: true });
  try {
    if (!signal.aborted) await vitest.start();
    // From a worker they come as bare objects.
    return vitest.state
      .getUnhandledErrors()
      .map((error) => (error as { message?: string }).message ?? JSON.stringify(error));
  } finally {
    signal.removeEventListener('abort', cancel);
    await vitest.close();
    delete process.env[settingsVariable];
    // vitest says what it thinks of the run through the exit code; the verdict is the command's.
    process.exitCode = undefined;
  }
};
