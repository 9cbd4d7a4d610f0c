import { ticksPerSecond } from './process-usage.ts';

/** How long tasks waited for a resource since boot: `some` at least one of them, `full` all of them at once. */
export interface Pressure {
  readonly someSeconds: number;
  readonly fullSeconds: number;
}

export const pressureNames = ['cpu', 'memory', 'io'] as const;
export type PressureName = (typeof pressureNames)[number];

/** What the whole machine uses at one instant. */
export interface MachineUsage {
  /** CPU seconds since boot that were not idle, of all cores. */
  readonly busySeconds: number;
  /** CPU seconds that a hypervisor gave to other machines while this one had work. */
  readonly stealSeconds: number;
  readonly memTotalBytes: number;
  /** What programs can still get without swapping, as the kernel estimates. */
  readonly memAvailableBytes: number;
  readonly swapUsedBytes: number;
  /** Pages that were swapped in or out since boot. */
  readonly swappedPages: number;
  /** Absent where the kernel does not measure it. */
  readonly pressure: Readonly<Partial<Record<PressureName, Pressure>>>;
}

/** The first line of /proc/stat: ticks of all cores together. */
export const parseCpuLine = (text: string): Pick<MachineUsage, 'busySeconds' | 'stealSeconds'> => {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = text
    .slice(0, text.indexOf('\n'))
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return {
    busySeconds: (user + nice + system + irq + softIrq) / ticksPerSecond,
    stealSeconds: steal / ticksPerSecond,
  };
};

/** /proc/meminfo */
export const parseMemInfo = (
  text: string,
): Pick<MachineUsage, 'memTotalBytes' | 'memAvailableBytes' | 'swapUsedBytes'> => {
  const bytes = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) * 1024;
  return {
    memTotalBytes: bytes('MemTotal'),
    memAvailableBytes: bytes('MemAvailable'),
    swapUsedBytes: bytes('SwapTotal') - bytes('SwapFree'),
  };
};

/** /proc/vmstat */
export const parseSwappedPages = (text: string): number =>
  ['pswpin', 'pswpout'].reduce(
    (total, key) => total + Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(text)?.[1] ?? 0),
    0,
  );

/** /proc/pressure/cpu, memory or io; undefined if the text has another form. Old kernels write no `full` line for cpu. */
export const parsePressure = (text: string): Pressure | undefined => {
  const seconds = (key: string): number | undefined => {
    const total = new RegExp(`^${key} .*\\btotal=(\\d+)$`, 'm').exec(text)?.[1];
    return total === undefined ? undefined : Number(total) / 1e6;
  };
  const someSeconds = seconds('some');
  return someSeconds === undefined ? undefined : { someSeconds, fullSeconds: seconds('full') ?? 0 };
};
