import type { TargetAddress } from '../targets/started-target.ts';
import type { TargetInstance } from '../targets/target-host.ts';
import type { ProcessRecord } from './process-record.ts';

/** A target that a pool started. */
export interface PoolMember {
  readonly address: TargetAddress;
  readonly instance: TargetInstance;
  readonly processes: ProcessRecord;
  /** Pending while the target is restarted after a crash. */
  reviving?: Promise<void>;
}

export const isRunning = async ({ instance }: PoolMember): Promise<boolean> => {
  const processes = await Promise.all(instance.replicas.map((_, index) => instance.process(index)));
  return processes.every(({ running }) => running);
};
