import type { LoadReport } from '../../judgement/load/schema.ts';
import type { Overhead } from './overhead.ts';
import { processReader } from './proc/process-reader.ts';

/** What sampling cost so far, in all stores of a run. */
export type RunOverhead = { -readonly [Key in keyof NonNullable<LoadReport['sampling']>]: number };

/** Adds what the sampler of one store cost. */
export const addOverhead = (
  total: RunOverhead,
  { sampleCpuSeconds, scrapeCpuSeconds, skippedSamples }: Overhead,
): void => {
  total.cpuSeconds += sampleCpuSeconds + scrapeCpuSeconds;
  total.missed += skippedSamples;
};

/** The CPU seconds of all programs that the harness has started and that have ended: servers, targets and k6. */
export const endedProgramsSeconds = (): number => processReader().readSelf().reapedSeconds;
