import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { groupMembersIn, liveness } from '../processes/process-identity.ts';
import { signalGroup, signalProcess } from '../processes/send-signal.ts';
import { readState, statePrefix, type EnvironmentState } from './state-directory.ts';
import { metWithin } from '../waiting/met-within.ts';

/** An environment that was removed because its owner is dead, and its processes that were ended. */
export interface ReapedEnvironment {
  readonly directory: string;
  readonly ownerPid: number | undefined;
  readonly ended: readonly string[];
}

/** A folder younger than this may be without a state file. */
const graceMs = 60_000;

/** Ends the processes that still run; children of a process that has ended are found by their process group. */
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
    : // The liveness of processes in another pid namespace, such as a container that shares /tmp, is unknown.
      liveness(state.owner) === 'dead';

const reapOne = async (directory: string): Promise<ReapedEnvironment | undefined> => {
  const state = readState(directory);
  if (!isAbandoned(directory, state)) return undefined;
  const ended = state === undefined ? [] : endProcesses(directory, state);
  const allEnded = () => state?.processes.every(({ identity }) => liveness(identity) !== 'alive') ?? true;
  await metWithin(5000, allEnded, { intervalMs: 20 });
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  return { directory, ownerPid: state?.owner.pid, ended };
};

/**
 * Ends the processes of dead harnesses of this user and removes their folders. A process is ended only if its pid, start time
 * and boot are those that were recorded at its start.
 */
export const reapAbandoned = async (runtimeDirectory: string): Promise<readonly ReapedEnvironment[]> => {
  const reaped: ReapedEnvironment[] = [];
  for (const entry of readdirSync(runtimeDirectory)) {
    if (!entry.startsWith(statePrefix)) continue;
    try {
      const one = await reapOne(path.join(runtimeDirectory, entry));
      if (one !== undefined) reaped.push(one);
    } catch (cause) {
      // Another process reaps or ends this environment at the same time.
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    }
  }
  return reaped;
};

/** Reaps and reports a line for each environment. */
export const reapAndReport = async (runtimeDirectory: string, progress: (line: string) => void): Promise<void> => {
  for (const { ownerPid, ended } of await reapAbandoned(runtimeDirectory))
    progress(
      `removed the environment of killed process ${ownerPid ?? 'unknown'}: ended ${ended.join(', ') || 'no processes'}`,
    );
};
