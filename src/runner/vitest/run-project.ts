import path from 'node:path';
import type { Reporter } from 'vitest/node';
import type { RunSettings } from '../run-settings.ts';
import { openVitest } from './open-vitest.ts';
import { settingsVariable } from './settings-variable.ts';

/**
 * Runs a project of vitest.config.ts on the servers of a run. Aborting ends it early. Resolves with the unhandled errors.
 */
export const runProject = async (
  project: 'conformance' | 'mutants',
  settings: RunSettings,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  process.env[settingsVariable] = JSON.stringify(settings);
  // The socket is in the private folder of the environment.
  const vitest = await openVitest(project, reporter, path.dirname(settings.brokerSocket));
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input');
  signal.addEventListener('abort', cancel, { once: true });
  try {
    if (!signal.aborted) await vitest.start();
    // Errors of workers are plain objects.
    return vitest.state
      .getUnhandledErrors()
      .map((error) => (error as { message?: string }).message ?? JSON.stringify(error));
  } finally {
    signal.removeEventListener('abort', cancel);
    await vitest.close();
    delete process.env[settingsVariable];
    // vitest sets the exit code, but the command decides it from the verdict.
    process.exitCode = undefined;
  }
};
