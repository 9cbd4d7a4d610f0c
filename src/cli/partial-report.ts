import { writeLoadData } from '../report/load/write-load-report.ts';
import { ReportWriteError } from '../report/report-write-error.ts';
import type { LoadReport } from '../judgement/load/schema.ts';

/** Writes load.json again and again, so that a run that is killed has lost little. */
export interface PartialReport {
  /** Writes, unless it was done a moment ago. */
  write(report: () => LoadReport): Promise<void>;
}

/** A write of a long run takes longer than one of a short run; in this ratio it stays below 5 % of one core. */
const pauseFactor = 20;

/** `warn` is told once that the disk cannot take it; the run goes on, since its end may find room. */
export const partialReport = (directory: string, warn: (line: string) => void): PartialReport => {
  let nextMs = 0;
  let warned = false;
  return {
    write: async (report) => {
      const began = performance.now();
      if (began < nextMs) return;
      try {
        await writeLoadData(report(), directory);
      } catch (failure) {
        if (!(failure instanceof ReportWriteError)) throw failure;
        if (!warned) warn(`warning: ${failure.message}`);
        warned = true;
      }
      const ended = performance.now();
      nextMs = ended + pauseFactor * (ended - began);
    },
  };
};
