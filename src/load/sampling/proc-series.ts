import { pressureNames } from './proc/machine-usage.ts';
import type { ProcessUsage } from './proc/process-usage.ts';
import type { Snapshot } from './snapshot.ts';

/** The units of the series of each process. */
export const processUnits = {
  cpu: 'cores',
  rssBytes: 'bytes',
  rssAnonBytes: 'bytes',
  rssFileBytes: 'bytes',
  threads: 'count',
} as const;

/** The units of the series of the machine. */
export const machineUnits = {
  'machine/cpu': 'cores',
  'machine/steal': 'cores',
  'machine/memAvailableBytes': 'bytes',
  'machine/memTotalBytes': 'bytes',
  'machine/swapUsedBytes': 'bytes',
  'machine/swappedPages': '1/s',
  ...Object.fromEntries(
    pressureNames.flatMap((name) => [
      [`machine/${name}SomePressure`, 'share'],
      [`machine/${name}FullPressure`, 'share'],
    ]),
  ),
} as const;

/** Two digits more than the resolution of /proc at one sample a second; longer numbers only make load.json larger. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

const processValues = (before: Snapshot, after: Snapshot, seconds: number): Record<string, number> => {
  const values: Record<string, number> = {};
  const add = (name: string, key: keyof typeof processUnits, value: number): void => {
    values[`${name}/${key}`] = rounded((values[`${name}/${key}`] ?? 0) + value);
  };
  for (const [pid, { name, usage }] of after.processes) {
    const used = (earlier: ProcessUsage | undefined) => usage.cpuSeconds - (earlier?.cpuSeconds ?? 0);
    add(name, 'cpu', used(before.processes.get(pid)?.usage) / seconds);
    for (const key of ['rssBytes', 'rssAnonBytes', 'rssFileBytes', 'threads'] as const) add(name, key, usage[key]);
  }
  return values;
};

const machineValues = (
  { machine: before }: Snapshot,
  { machine: after }: Snapshot,
  seconds: number,
): Record<string, number> => {
  const values: Record<string, number> = {
    'machine/cpu': rounded((after.busySeconds - before.busySeconds) / seconds),
    'machine/steal': rounded((after.stealSeconds - before.stealSeconds) / seconds),
    'machine/memAvailableBytes': after.memAvailableBytes,
    'machine/memTotalBytes': after.memTotalBytes,
    'machine/swapUsedBytes': after.swapUsedBytes,
    'machine/swappedPages': rounded((after.swappedPages - before.swappedPages) / seconds),
  };
  for (const name of pressureNames) {
    const earlier = before.pressure[name];
    const later = after.pressure[name];
    if (earlier === undefined || later === undefined) continue;
    values[`machine/${name}SomePressure`] = rounded((later.someSeconds - earlier.someSeconds) / seconds);
    values[`machine/${name}FullPressure`] = rounded((later.fullSeconds - earlier.fullSeconds) / seconds);
  }
  return values;
};

/** The values between two snapshots: rates over that time, and sizes at its end. */
export const procValues = (before: Snapshot, after: Snapshot): Record<string, number> => {
  const seconds = after.second - before.second;
  return { ...machineValues(before, after, seconds), ...processValues(before, after, seconds) };
};
