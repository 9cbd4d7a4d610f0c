import { cpus, release, totalmem } from 'node:os';
import type { LoadReport } from '../judgement/load/schema.ts';

/** The machine of a load run: processes and generator share it. */
export const machineOf = (): LoadReport['machine'] => {
  const processors = cpus();
  return {
    platform: `${process.platform}-${process.arch}`,
    kernel: release(),
    cpuModel: processors[0]?.model.trim() ?? 'unknown',
    cpus: processors.length,
    memoryBytes: totalmem(),
  };
};
