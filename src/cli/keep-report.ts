import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../judgement/schema.ts';
import { ReportWriteError } from '../report/report-write-error.ts';
import { writeReport } from '../report/write-report.ts';

/** Where a report is, and why it is not where it belongs. */
export interface KeptReport {
  /** Absent when it could be written nowhere. */
  readonly directory?: string;
  readonly failure?: ReportWriteError;
}

const writeElsewhere = async (report: Report): Promise<string | undefined> => {
  let refuge: string | undefined;
  try {
    refuge = await mkdtemp(path.join(tmpdir(), 'kfp-conformance-report-'));
    await writeReport(report, refuge);
    return refuge;
  } catch {
    // The first failure is the one to tell of; nothing is left of this attempt.
    if (refuge !== undefined) await rm(refuge, { recursive: true, force: true }).catch(() => {});
    return undefined;
  }
};

/** Writes a report where it belongs, or where there is room: what has been measured is not to be lost. */
export const keepReport = async (report: Report, directory: string): Promise<KeptReport> => {
  try {
    await writeReport(report, directory);
    return { directory };
  } catch (failure) {
    if (!(failure instanceof ReportWriteError)) throw failure;
    const refuge = await writeElsewhere(report);
    return { failure, ...(refuge !== undefined && { directory: refuge }) };
  }
};
