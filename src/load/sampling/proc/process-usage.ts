/** What a process, or a process with the children in its group, uses at one instant. */
export interface ProcessUsage {
  /** Seconds of CPU since its start, in user and kernel mode, with those of the children that it has waited for. */
  readonly cpuSeconds: number;
  readonly rssBytes: number;
  /** Its own memory: heaps and stacks. */
  readonly rssAnonBytes: number;
  /** Resident pages of files, such as the mapped database file of etcd, which the kernel can take back. */
  readonly rssFileBytes: number;
  /** The highest RSS since the process began. */
  readonly peakRssBytes: number;
  readonly threads: number;
}

/** The content of /proc/PID/stat, as far as it is used. */
export interface ProcessStat {
  readonly group: number;
  /** In user and kernel mode, of the process alone. */
  readonly ownSeconds: number;
  /** Of the children that it has waited for, and of their children. */
  readonly reapedSeconds: number;
  readonly threads: number;
  /** The start, in clock ticks since boot: tells a process from a later one with the same pid. */
  readonly startTicks: number;
}

/** The unit of CPU time in /proc is 10 ms for every program on Linux, whatever the kernel's own timer (USER_HZ). */
export const ticksPerSecond = 100;

/** Parses /proc/PID/stat; undefined if the text has another form. */
export const parseStat = (text: string): ProcessStat | undefined => {
  // The name of the program stands in parentheses and may contain spaces and parentheses.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, , group, , , , , , , , , user, system, childUser, childSystem, , , threads, , startTicks] = fields;
  if (startTicks === undefined || !Number.isFinite(startTicks)) return undefined;
  return {
    group: group ?? 0,
    ownSeconds: ((user ?? 0) + (system ?? 0)) / ticksPerSecond,
    reapedSeconds: ((childUser ?? 0) + (childSystem ?? 0)) / ticksPerSecond,
    threads: threads ?? 0,
    startTicks,
  };
};

/** The memory of a process. A zombie has none, and its file lacks the lines. */
export type ProcessMemory = Pick<ProcessUsage, 'rssBytes' | 'rssAnonBytes' | 'rssFileBytes' | 'peakRssBytes'>;

/** Parses /proc/PID/status. */
export const parseStatus = (text: string): ProcessMemory => {
  const bytes = (key: string): number => {
    const start = text.indexOf(`\n${key}:`);
    return start === -1 ? 0 : Number.parseInt(text.slice(start + key.length + 2), 10) * 1024;
  };
  return {
    rssBytes: bytes('VmRSS'),
    rssAnonBytes: bytes('RssAnon'),
    rssFileBytes: bytes('RssFile'),
    peakRssBytes: bytes('VmHWM'),
  };
};
