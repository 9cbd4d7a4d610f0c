import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LoadReport } from '../judgement/load/schema.ts';
import { writeLoadReport } from '../report/load/write-load-report.ts';
import { ReportWriteError } from '../report/report-write-error.ts';
import type { KeptReport } from './keep-report.ts';

const writeElsewhere = async (report: LoadReport): Promise<string | undefined> => {
  let fallback: string | undefined;
  try {
    fallback = await mkdtemp(path.join(tmpdir(), 'kfp-conformance-load-'));
    await writeLoadReport(report, fallback);
    return fallback;
  } catch {
    // The caller reports the first failure; this attempt only removes its files.
    if (fallback !== undefined) await rm(fallback, { recursive: true, force: true }).catch(() => {});
    return undefined;
  }
};

/** Writes the report of a load run to its directory, or else to a temporary one, so that hours of measuring are not lost. */
export const keepLoadReport = async (report: LoadReport, directory: string): Promise<KeptReport> => {
  try {
    await writeLoadReport(report, directory);
    return { directory };
  } catch (failure) {
    if (!(failure instanceof ReportWriteError)) throw failure;
    const fallback = await writeElsewhere(report);
    return { failure, ...(fallback !== undefined && { directory: fallback }) };
  }
};
