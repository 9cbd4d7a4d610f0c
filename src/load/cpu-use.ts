import { processReader } from './sampling/proc/process-reader.ts';

/** CPU seconds of a run so far. */
export interface CpuUse {
  /** Of the harness itself, with its watchers. */
  readonly harness: number;
  /** Of all programs that it has started and that have ended. */
  readonly others: number;
}

/** Reads it from /proc: the kernel adds the time of a program that ends to that of its parent's ended children. */
export const cpuUse = (): CpuUse => {
  const { cpuSeconds, reapedSeconds } = processReader().readSelf();
  return { harness: cpuSeconds, others: reapedSeconds };
};

/** The share of the harness in all CPU seconds; true once everything that it has started has ended. */
export const harnessShare = ({ harness, others }: CpuUse): number =>
  harness + others === 0 ? 0 : harness / (harness + others);
