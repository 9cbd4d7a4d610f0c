import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { groupMembersIn, liveness } from '../processes/process-identity.ts';
import { signalGroup, signalProcess } from '../processes/send-signal.ts';
import { readState, statePrefix, type EnvironmentState } from './state-directory.ts';
import { metWithin } from '../waiting/met-within.ts';

/** An environment whose owner is gone, and what was ended of it. */
export interface Reaped {
  readonly directory: string;
  readonly ownerPid: number | undefined;
  readonly ended: readonly string[];
}

/** A folder without a state file is given this long to get one. */
const graceMs = 60_000;

/** Ends what still runs; the children of a process that has itself ended are found by their group. */
const endProcesses = (directory: string, state: EnvironmentState): readonly string[] => {
  const ended: string[] = [];
  for (const { name, identity } of state.processes) {
    if (liveness(identity) === 'alive') {
      if (signalGroup(identity.pid, 'SIGKILL')) ended.push(`${name} (${identity.pid})`);
      continue;
    }
    for (const pid of groupMembersIn(identity.pid, directory)) {
      if (signalProcess(pid, 'SIGKILL')) ended.push(`child of ${name} (${pid})`);
    }
  }
  return ended;
};

const isAbandoned = (directory: string, state: EnvironmentState | undefined): boolean =>
  state === undefined
    ? Date.now() - statSync(directory).mtimeMs > graceMs
    : // Processes of another pid namespace cannot be judged from here: a container with the same /tmp.
      liveness(state.owner) === 'dead';

const reapOne = async (directory: string): Promise<Reaped | undefined> => {
  const state = readState(directory);
  if (!isAbandoned(directory, state)) return undefined;
  const ended = state === undefined ? [] : endProcesses(directory, state);
  const allEnded = () => state?.processes.every(({ identity }) => liveness(identity) !== 'alive') ?? true;
  await metWithin(5000, allEnded, { intervalMs: 20 });
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  return { directory, ownerPid: state?.owner.pid, ended };
};

/**
 * Ends what dead harnesses of this user left and removes their folders. A process is ended only when pid, start time and
 * boot are those written down when it was started.
 */
export const reapAbandoned = async (runtimeDirectory: string): Promise<readonly Reaped[]> => {
  const reaped: Reaped[] = [];
  for (const entry of readdirSync(runtimeDirectory)) {
    if (!entry.startsWith(statePrefix)) continue;
    try {
      const one = await reapOne(path.join(runtimeDirectory, entry));
      if (one !== undefined) reaped.push(one);
    } catch (cause) {
      // Somebody else reaps, or ends his own, at the same time.
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    }
  }
  return reaped;
};

/** The same, telling a line for each. */
export const reapAndTell = async (runtimeDirectory: string, progress: (line: string) => void): Promise<void> => {
  for (const { ownerPid, ended } of await reapAbandoned(runtimeDirectory))
    progress(`removed an environment that process ${ownerPid ?? 'unknown'} left: ${ended.join(', ') || 'files only'}`);
};
