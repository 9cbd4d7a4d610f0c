import type { LoadReport } from '../../judgement/load/schema.ts';
import type { Overhead } from './overhead.ts';

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
