import { readdirSync, readFileSync } from 'node:fs';
import { parseStat, parseStatus, type ProcessStat, type ProcessUsage } from './process-usage.ts';

/** A process that is sampled. */
export interface SampledProcess {
  /** The name of its series; processes of one name are summed. */
  readonly name: string;
  readonly pid: number;
}

/** Reads processes by pid from /proc, synchronously: a read takes microseconds, and a thread pool costs more CPU. */
export interface ProcessReader {
  /**
   * The process with the members of its group, if it leads one; undefined if it has ended, also if a later process has the
   * same pid.
   */
  read(pid: number): ProcessUsage | undefined;
  /**
   * This process alone. `reapedSeconds` is the CPU time of all its children that have ended, which is exact where their
   * last reading is up to a second old.
   */
  readSelf(): ProcessUsage & { readonly reapedSeconds: number };
  /** Looks for the members of all groups. Costs a read for every process of the machine, so not done for every sample. */
  findGroups(): void;
}

/** The text of a file of a process; undefined if the process has ended. */
const textOf = (folder: string, pid: number, file: string): string | undefined => {
  try {
    return readFileSync(`${folder}/${pid}/${file}`, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw cause;
  }
};

const sum = (usages: readonly ProcessUsage[], of: keyof ProcessUsage): number =>
  usages.reduce((total, usage) => total + usage[of], 0);

/** `folder` is /proc but in tests. */
export const processReader = (folder = '/proc'): ProcessReader => {
  const starts = new Map<number, number>();
  let groups: ReadonlyMap<number, readonly number[]> = new Map();
  const statOf = (pid: number): ProcessStat | undefined => parseStat(textOf(folder, pid, 'stat') ?? '');
  const usageOf = (pid: number, stat: ProcessStat, cpuSeconds: number): ProcessUsage => ({
    cpuSeconds,
    ...parseStatus(textOf(folder, pid, 'status') ?? ''),
    threads: stat.threads,
  });
  return {
    read: (pid) => {
      const stat = statOf(pid);
      const start = starts.get(pid) ?? stat?.startTicks;
      if (stat === undefined || start !== stat.startTicks) return undefined;
      starts.set(pid, start);
      const members = (groups.get(pid) ?? []).flatMap((member) => {
        const found = member === pid ? undefined : statOf(member);
        return found?.group === pid ? [usageOf(member, found, found.ownSeconds + found.reapedSeconds)] : [];
      });
      const leader = usageOf(pid, stat, stat.ownSeconds + stat.reapedSeconds);
      if (members.length === 0) return leader;
      const all = [leader, ...members];
      return {
        cpuSeconds: sum(all, 'cpuSeconds'),
        rssBytes: sum(all, 'rssBytes'),
        rssAnonBytes: sum(all, 'rssAnonBytes'),
        rssFileBytes: sum(all, 'rssFileBytes'),
        peakRssBytes: sum(all, 'peakRssBytes'),
        threads: sum(all, 'threads'),
      };
    },
    readSelf: () => {
      const stat = statOf(process.pid);
      if (stat === undefined) throw new Error(`${folder}/${process.pid}/stat cannot be read: is ${folder} mounted?`);
      return { ...usageOf(process.pid, stat, stat.ownSeconds), reapedSeconds: stat.reapedSeconds };
    },
    findGroups: () => {
      const found = new Map<number, number[]>();
      for (const name of readdirSync(folder)) {
        const pid = Number(name);
        const group = pid > 0 ? statOf(pid)?.group : undefined;
        if (group === undefined) continue;
        const members = found.get(group);
        if (members === undefined) found.set(group, [pid]);
        else members.push(pid);
      }
      groups = found;
    },
  };
};
