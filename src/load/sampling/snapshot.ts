import type { MachineUsage } from './proc/machine-usage.ts';
import type { ProcessUsage } from './proc/process-usage.ts';

/** A process at one instant, and its name. */
export interface NamedUsage {
  readonly name: string;
  readonly usage: ProcessUsage;
}

/** What /proc says at one instant. */
export interface Snapshot {
  /** Since the run began. */
  readonly second: number;
  readonly machine: MachineUsage;
  /** By pid. */
  readonly processes: ReadonlyMap<number, NamedUsage>;
  /** The CPU time of the ended children of the harness. */
  readonly reapedSeconds: number;
}
