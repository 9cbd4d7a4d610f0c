import type { Measurement } from '../../judgement/load/schema.ts';
import { harness } from '../sampling/proc-readings.ts';

/** The usage with the CPU time of the watchers apart from that of the harness, whose threads they are. */
export const usageApart = (usage: Measurement['usage'], watchersCpuSeconds: number): Measurement['usage'] => {
  if (watchersCpuSeconds === 0) return usage;
  const own = usage[harness];
  return {
    ...usage,
    ...(own !== undefined && {
      [harness]: { ...own, cpuSeconds: Math.max(0, own.cpuSeconds - watchersCpuSeconds) },
    }),
    // Their memory is in that of the harness.
    watchers: { cpuSeconds: watchersCpuSeconds, peakRssBytes: 0 },
  };
};
