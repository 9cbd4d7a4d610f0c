import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeRunDirectory, stampOf } from '../../report/run-directory.ts';
import type { OwnEnvironmentName, RunningEnvironment } from '../../environments/environment.ts';
import { openRun, type Run } from '../open-run.ts';
import type { RunSettings } from '../run-settings.ts';
import { selfCheckEnvironment, selfCheckSettings } from '../self-check.ts';
import { settingsVariable } from './settings-variable.ts';

/** The environment of a vitest project that was started without the command line. */
const environmentOf = (project: string): OwnEnvironmentName => (project.startsWith('kind') ? 'kind' : 'local');

/** All projects of one environment in a vitest process share one run; vitest loads this file once per project. */
const sharedKey = Symbol.for('kfp-conformance.shared-runs');
type SharedRuns = Map<OwnEnvironmentName, { readonly run: Promise<Run>; users: number }>;
const holder = globalThis as typeof globalThis & { [sharedKey]?: SharedRuns };

const open = (environment: OwnEnvironmentName): Promise<Run> =>
  openRun({
    environment: selfCheckEnvironment(environment),
    progress: (line) => process.stderr.write(`${line}\n`),
    signal: new AbortController().signal,
  });

/** Keeps the logs of servers and components for the analysis of failures. */
const keepLogs = async (environment: RunningEnvironment): Promise<void> => {
  try {
    await using directory = await makeRunDirectory('reports/runs', `tests-${environment.name}-${stampOf(new Date())}`);
    await environment.copyLogs(path.join(directory.path, 'logs'));
    process.stderr.write(`the logs of the servers are in ${directory.path}/logs\n`);
  } catch (cause) {
    process.stderr.write(`warning: the logs of the servers could not be copied: ${String(cause)}\n`);
  }
};

/** Provides the workers with their settings; without the command line, those of a self-check in the project's environment. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env[settingsVariable];
  if (given !== undefined) {
    project.provide('runSettings', JSON.parse(given) as RunSettings);
    return undefined;
  }
  const runs: SharedRuns = (holder[sharedKey] ??= new Map());
  const name = environmentOf(project.name);
  const shared = runs.get(name) ?? { run: open(name), users: 0 };
  runs.set(name, shared);
  shared.users += 1;
  const run = await shared.run;
  project.provide('runSettings', selfCheckSettings(run));
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    runs.delete(name);
    await using _run = run;
    const ailing = await run.pool.lastLook();
    const wrong = [...run.pool.deaths(), ...ailing];
    if (wrong.length > 0 || project.vitest.state.getCountOfFailedTests() > 0) await keepLogs(run.environment);
    // Thrown in a teardown, it fails the command.
    if (wrong.length > 0) throw new Error(`the reference died or was restarted by itself: ${wrong.join('; ')}`);
  };
}
