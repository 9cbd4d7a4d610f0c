import type { LoadReport } from '../judgement/load/schema.ts';
import { writeLoadReport } from '../report/load/write-load-report.ts';
import { kept, type KeptReport } from './kept-report.ts';

/** Writes the report of a load run to its directory, or else to a temporary one, so that hours of measuring are not lost. */
export const keepLoadReport = (report: LoadReport, directory: string): Promise<KeptReport> =>
  kept((to) => writeLoadReport(report, to), directory, 'kfp-conformance-load-');
