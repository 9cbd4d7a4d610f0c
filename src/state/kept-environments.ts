import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { EnvironmentError } from '../failures/environment-error.ts';
import { liveness } from '../processes/process-identity.ts';
import { reapAbandoned } from './reap.ts';
import { readState, statePrefix, type EnvironmentState } from './state-directory.ts';
import { metWithin } from '../waiting/met-within.ts';
import { slowness } from '../waiting/slowness.ts';

/** An environment that `env up` left running. */
export interface KeptEnvironment {
  /** The name of its folder: `env-Ab12Cd`. */
  readonly name: string;
  readonly directory: string;
  readonly owner: EnvironmentState['owner'];
  /** The factor of its time-outs, measured when it was started. */
  readonly slowness: number;
}

/** The running environments of this user, ordered by name. */
export const keptEnvironments = (runtimeDirectory: string): readonly KeptEnvironment[] =>
  readdirSync(runtimeDirectory)
    .filter((name) => name.startsWith(statePrefix))
    .toSorted()
    .flatMap((name) => {
      const directory = path.join(runtimeDirectory, name);
      const state = readState(directory);
      return state?.kept && liveness(state.owner) === 'alive'
        ? [{ name, directory, owner: state.owner, slowness: state.slowness }]
        : [];
    });

const deadlineMs = 10_000;
const killedMs = 1000;

/** Asks the keeper to end its environment, and ends the environment here if the keeper does not. */
export const endKept = async (runtimeDirectory: string, kept: KeptEnvironment): Promise<void> => {
  const { name, directory, owner } = kept;
  if (liveness(owner) === 'alive') process.kill(owner.pid, 'SIGTERM');
  // The keeper uses the time-outs of its start, even if the machine is faster by now.
  const ended = () => liveness(owner) !== 'alive';
  const patient = { slowness: Math.max(kept.slowness, slowness()), intervalMs: 25 };
  if (!(await metWithin(deadlineMs, ended, patient))) {
    if (!ended()) process.kill(owner.pid, 'SIGKILL');
    await metWithin(killedMs, ended, { slowness: 1, intervalMs: 25 });
  }
  await reapAbandoned(runtimeDirectory);
  if (existsSync(directory))
    throw new EnvironmentError(
      `${name} could not be ended: process ${owner.pid} still uses ${directory}; end the process and try again`,
    );
};
