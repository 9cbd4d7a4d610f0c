import type { Report } from '../judgement/schema.ts';
import { writeReport } from '../report/write-report.ts';
import { kept, type KeptReport } from './kept-report.ts';

/** Writes a report to its directory, or else to a temporary one, so that no results are lost. */
export const keepReport = (report: Report, directory: string): Promise<KeptReport> =>
  kept((to) => writeReport(report, to), directory, 'kfp-conformance-report-');
