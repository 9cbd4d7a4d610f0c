import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../judgement/schema.ts';
import { ReportWriteError } from '../report/report-write-error.ts';
import { writeReport } from '../report/write-report.ts';

/** The location of a report, and the failure if it could not be written to its own directory. */
export interface KeptReport {
  /** Absent when it could not be written at all. */
  readonly directory?: string;
  readonly failure?: ReportWriteError;
}

const writeElsewhere = async (report: Report): Promise<string | undefined> => {
  let fallback: string | undefined;
  try {
    fallback = await mkdtemp(path.join(tmpdir(), 'kfp-conformance-report-'));
    await writeReport(report, fallback);
    return fallback;
  } catch {
    // The caller reports the first failure; this attempt only removes its files.
    if (fallback !== undefined) await rm(fallback, { recursive: true, force: true }).catch(() => {});
    return undefined;
  }
};

/** Writes a report to its directory, or else to a temporary one, so that no results are lost. */
export const keepReport = async (report: Report, directory: string): Promise<KeptReport> => {
  try {
    await writeReport(report, directory);
    return { directory };
  } catch (failure) {
    if (!(failure instanceof ReportWriteError)) throw failure;
    const fallback = await writeElsewhere(report);
    return { failure, ...(fallback !== undefined && { directory: fallback }) };
  }
};
