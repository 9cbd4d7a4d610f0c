import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeRunDirectory, stampOf } from '../../report/run-directory.ts';
import type { RunningEnvironment } from '../../environments/environment.ts';
import type { Facility } from '../../contract/facility.ts';
import { openSession, type Session } from '../open-session.ts';
import { selfCheckPlace, type Place } from '../place.ts';
import type { RunSettings } from '../run-settings.ts';
import { wholeSelection } from '../../judgement/selection.ts';

/** The settings of a run that the command line has opened; absent when vitest was started by hand. */
export const settingsVariable = 'KFP_CONFORMANCE_RUN_SETTINGS';

/** What only a cluster has: every other check is seen failing without one, where that takes a tenth of the time. */
export const beyondLocal: readonly Facility[] = ['cluster'];

/** Where a project runs that was started by hand: the reference implementation on loopback, or in a cluster. */
const placeOf = (project: string): Place => selfCheckPlace(project.startsWith('kind') ? 'kind' : 'local');

/** One session for all projects of one place in a vitest process; vitest loads this file once for each. */
const sharedKey = Symbol.for('kfp-conformance.shared-sessions');
type Sessions = Map<string, { readonly session: Promise<Session>; users: number }>;
const holder = globalThis as typeof globalThis & { [sharedKey]?: Sessions };

const open = (place: Place): Promise<Session> =>
  openSession({
    place,
    progress: (line) => process.stderr.write(`${line}\n`),
    signal: new AbortController().signal,
  });

/** What servers and components said, for whoever reads the failures. */
const keepLogs = async (environment: RunningEnvironment): Promise<void> => {
  try {
    await using directory = await makeRunDirectory('reports/runs', `tests-${environment.name}-${stampOf(new Date())}`);
    await environment.copyLogs(path.join(directory.path, 'logs'));
    process.stderr.write(`the logs of the servers are in ${directory.path}/logs\n`);
  } catch (cause) {
    process.stderr.write(`the logs of the servers could not be kept: ${String(cause)}\n`);
  }
};

/** Tells the workers what to run. Started by hand, vitest gets the reference implementation in the project's environment. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env[settingsVariable];
  if (given !== undefined) {
    project.provide('runSettings', JSON.parse(given) as RunSettings);
    return undefined;
  }
  const sessions = (holder[sharedKey] ??= new Map());
  const place = placeOf(project.name);
  const shared = sessions.get(place.environment) ?? { session: open(place), users: 0 };
  sessions.set(place.environment, shared);
  shared.users += 1;
  const { broker, environment, host, [Symbol.asyncDispose]: end } = await shared.session;
  project.provide('runSettings', {
    brokerSocket: broker.socketPath,
    hostAddress: environment.hostAddress,
    facilities: [...host.facilities],
    seed: 1,
    selection: wholeSelection,
    baseline: [],
    ...(place.environment === 'kind' && { onlyNeeding: beyondLocal }),
  });
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    sessions.delete(place.environment);
    if (project.vitest.state.getCountOfFailedTests() > 0) await keepLogs(environment);
    await end();
  };
}
