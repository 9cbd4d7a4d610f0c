import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Identifies a process uniquely, since the pid alone is reused after the process has ended. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The start time: clock ticks since boot on Linux, a date elsewhere. */
  readonly start: string;
  /** The boot and the pid namespace to which pid and start refer. */
  readonly scope: string;
}

const scopeOf = (): string => {
  if (process.platform !== 'linux') return process.platform;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
};

const scope = scopeOf();

/** The fields of /proc/PID/stat after the name of the program, which may contain spaces and parentheses. */
const statOf = (pid: number): readonly string[] | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw cause;
  }
};

const startOf = (pid: number): string | undefined => {
  if (process.platform === 'linux') {
    const fields = statOf(pid);
    // A zombie has ended; only its exit code has not been collected.
    return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    // ps exits with 1 if there is no such process.
    return undefined;
  }
};

/** The identity of a running process; undefined if no process has this pid. */
export const identify = (pid: number): ProcessIdentity | undefined => {
  const start = startOf(pid);
  return start === undefined ? undefined : { pid, start, scope };
};

export type Liveness = 'alive' | 'dead' | 'unknown';

/** Whether the process still runs; `unknown` if it belongs to another pid namespace of this boot. */
export const liveness = (identity: ProcessIdentity): Liveness => {
  const [boot, namespace] = scope.split(' ');
  const [itsBoot, itsNamespace] = identity.scope.split(' ');
  if (boot !== itsBoot) return 'dead';
  if (namespace !== itsNamespace) return 'unknown';
  return startOf(identity.pid) === identity.start ? 'alive' : 'dead';
};

/**
 * The processes of the group of `leader` whose working directory is in `directory`, even if the leader has ended. The
 * directory distinguishes them from a later group with the same number.
 */
export const groupMembersIn = (leader: number, directory: string): readonly number[] => {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && statOf(pid)?.[2] === String(leader) && worksIn(pid, directory));
};

const worksIn = (pid: number, directory: string): boolean => {
  try {
    const own = readlinkSync(`/proc/${pid}/cwd`);
    return own === directory || own.startsWith(`${directory}/`);
  } catch {
    // The process has ended, or belongs to another user.
    return false;
  }
};
