import type { TestProject } from 'vitest/node';
import { openSession, type Session } from '../open-session.ts';
import { wholeSelection, type RunSettings } from '../run-settings.ts';

/** The settings of a run that the command line has opened; absent when vitest was started by hand. */
export const settingsVariable = 'KFP_CONFORMANCE_RUN_SETTINGS';

/** One session for all projects of a vitest process; vitest loads this file once for each. */
const sharedKey = Symbol.for('kfp-conformance.shared-session');
const holder = globalThis as typeof globalThis & { [sharedKey]?: { session: Promise<Session>; users: number } };

const open = (): Promise<Session> =>
  openSession({
    place: { environment: 'local', target: 'reference' },
    progress: (line) => process.stderr.write(`${line}\n`),
    signal: new AbortController().signal,
  });

/** Tells the workers what to run. Started by hand, vitest gets the reference implementation in the environment `local`. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env[settingsVariable];
  if (given !== undefined) {
    project.provide('runSettings', JSON.parse(given) as RunSettings);
    return undefined;
  }
  const shared = (holder[sharedKey] ??= { session: open(), users: 0 });
  shared.users += 1;
  const session = await shared.session;
  project.provide('runSettings', {
    brokerSocket: session.broker.socketPath,
    hostAddress: session.environment.hostAddress,
    seed: 1,
    selection: wholeSelection,
    baseline: [],
  });
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete holder[sharedKey];
    await session[Symbol.asyncDispose]();
  };
}
