import path from 'node:path';
import type { CheckResult } from '../contract/result.ts';
import type { RunSettings } from './run-settings.ts';
import { settingsVariable } from './vitest/global-setup.ts';
import { openVitest } from './vitest/open-vitest.ts';
import { ResultCollector } from './vitest/result-collector.ts';
import type { Collected } from '../judgement/collected.ts';

/** Runs the conformance suites in vitest. Aborting ends it early: what has been decided by then comes back. */
export const runSuites = async (
  settings: RunSettings,
  onScenario: (checks: readonly CheckResult[], title: string) => void,
  signal: AbortSignal,
): Promise<Collected> => {
  process.env[settingsVariable] = JSON.stringify(settings);
  const collector = new ResultCollector(onScenario, signal);
  const vitest = await openVitest('conformance', collector, path.dirname(settings.brokerSocket));
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input');
  signal.addEventListener('abort', cancel, { once: true });
  try {
    if (!signal.aborted) await vitest.start();
    // From a worker they come as bare objects.
    const broken = vitest.state
      .getUnhandledErrors()
      .map((error) => (error as { message?: string }).message ?? JSON.stringify(error));
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
