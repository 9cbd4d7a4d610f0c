import { createVitest } from 'vitest/node';
import { packagePath, packageRoot } from '../cli/package-path.ts';
import type { CheckResult } from '../scenarios/result.ts';
import type { RunSettings } from './run-settings.ts';
import { settingsVariable } from './vitest/global-setup.ts';
import { ResultCollector, type Collected } from './vitest/result-collector.ts';

/** Runs the conformance suites in vitest. Aborting ends it early: what has been decided by then comes back. */
export const runSuites = async (
  settings: RunSettings,
  onScenario: (checks: readonly CheckResult[], title: string) => void,
  signal: AbortSignal,
): Promise<Collected> => {
  process.env[settingsVariable] = JSON.stringify(settings);
  const built = !import.meta.filename.endsWith('.ts');
  const collector = new ResultCollector(onScenario);
  const vitest = await createVitest('test', {
    root: packageRoot,
    config: built ? packagePath('dist/vitest.config.js') : packagePath('vitest.config.ts'),
    configLoader: 'native',
    project: ['conformance'],
    reporters: [collector],
    watch: false,
    passWithNoTests: true,
  });
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input');
  signal.addEventListener('abort', cancel, { once: true });
  try {
    if (!signal.aborted) await vitest.start();
    const broken = vitest.state
      .getUnhandledErrors()
      .map((error) => String(error instanceof Error ? error.message : error));
    const collected = collector.collected();
    return { ...collected, broken: [...collected.broken, ...broken] };
  } finally {
    signal.removeEventListener('abort', cancel);
    await vitest.close();
    delete process.env[settingsVariable];
    // vitest says what it thinks of the run through the exit code; the verdict is the command's.
    process.exitCode = undefined;
  }
};
