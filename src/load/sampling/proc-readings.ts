import { existsSync } from 'node:fs';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { readMachine } from './proc/machine-reader.ts';
import { processReader, type SampledProcess } from './proc/process-reader.ts';
import type { NamedUsage, Snapshot } from './snapshot.ts';

/** Takes snapshots of /proc. */
export interface ProcReadings {
  snapshot(): Snapshot;
  /** Looks for the children of the processes. */
  findGroups(): void;
}

/** The name of the harness among the processes. */
export const harness = 'harness';

/** `elapsed`: seconds since the run began. Throws an EnvironmentError where there is no /proc. */
export const procReadings = (processes: () => readonly SampledProcess[], elapsed: () => number): ProcReadings => {
  if (!existsSync('/proc/self/stat'))
    throw new EnvironmentError('processes are sampled from /proc, which this machine lacks: run the load on Linux');
  const reader = processReader();
  return {
    findGroups: reader.findGroups,
    snapshot: () => {
      const { reapedSeconds, ...self } = reader.readSelf();
      const found = processes().flatMap(({ name, pid }): (readonly [number, NamedUsage])[] => {
        const usage = reader.read(pid);
        return usage === undefined ? [] : [[pid, { name, usage }]];
      });
      return {
        second: elapsed(),
        machine: readMachine(),
        processes: new Map([[process.pid, { name: harness, usage: self }], ...found]),
        reapedSeconds,
      };
    },
  };
};
