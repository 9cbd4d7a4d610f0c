import type { TargetAddress } from '../targets/started-target.ts';
import type { TargetInstance } from '../targets/target-host.ts';

/** A target that a pool started. */
export interface PoolMember {
  readonly address: TargetAddress;
  readonly instance: TargetInstance;
  /** Pending while the target is restarted after a crash. */
  reviving?: Promise<void>;
}

const processesOf = ({ instance }: PoolMember) =>
  Promise.all(instance.replicas.map((_, index) => instance.process(index)));

/** The processes of a target, as text that changes when one of them is replaced. */
export const identitiesOf = async (member: PoolMember): Promise<string> =>
  (await processesOf(member)).map(({ identity }) => identity).join();

export const isRunning = async (member: PoolMember): Promise<boolean> =>
  (await processesOf(member)).every(({ running }) => running);
