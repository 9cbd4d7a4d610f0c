import type { TestProject } from 'vitest/node';
import { openSession } from '../open-session.ts';
import { wholeSelection, type RunSettings } from '../run-settings.ts';

/** The settings of a run that the command line has opened; absent when vitest was started by hand. */
export const settingsVariable = 'KFP_CONFORMANCE_RUN_SETTINGS';

/** Tells the workers what to run. Started by hand, vitest gets the reference implementation in the environment `local`. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env[settingsVariable];
  if (given !== undefined) {
    project.provide('runSettings', JSON.parse(given) as RunSettings);
    return undefined;
  }
  const session = await openSession({
    target: 'reference',
    progress: (line) => console.log(line),
    signal: new AbortController().signal,
  });
  project.provide('runSettings', {
    brokerSocket: session.broker.socketPath,
    seed: 1,
    selection: wholeSelection,
    baseline: [],
  });
  return async () => session[Symbol.asyncDispose]();
}
