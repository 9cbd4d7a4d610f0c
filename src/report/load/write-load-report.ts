import { mkdir } from 'node:fs/promises';
import { loadJson, loadReportFile } from '../../judgement/load/json.ts';
import type { LoadReport } from '../../judgement/load/schema.ts';
import { ReportWriteError } from '../report-write-error.ts';
import { replaceFile } from '../write-files.ts';
import { loadHtml } from './load-html.ts';
import { loadSummary } from './load-summary.ts';

/**
 * The files of the report of a load run, in the order in which they are written: load.json first, since the others can be
 * rendered again from it.
 */
const renderings: Readonly<Record<string, (report: LoadReport) => string>> = {
  [loadReportFile]: loadJson,
  'report.html': loadHtml,
  'summary.md': loadSummary,
};

/** Writes load.json alone, as it is so far. Throws a ReportWriteError. */
export const writeLoadData = async (report: LoadReport, directory: string): Promise<void> => {
  const text = loadJson(report);
  try {
    await replaceFile(directory, loadReportFile, text);
  } catch (cause) {
    throw new ReportWriteError(directory, cause);
  }
};

/**
 * Writes load.json, report.html and summary.md; each is replaced as a whole. `kept`: the name of a file that stays as it
 * is. Throws a ReportWriteError.
 */
export const writeLoadReport = async (
  report: LoadReport,
  directory: string,
  kept?: typeof loadReportFile,
): Promise<void> => {
  try {
    await mkdir(directory, { recursive: true });
  } catch (cause) {
    throw new ReportWriteError(directory, cause);
  }
  for (const [name, render] of Object.entries(renderings)) {
    if (name === kept) continue;
    const text = render(report);
    try {
      await replaceFile(directory, name, text);
    } catch (cause) {
      throw new ReportWriteError(directory, cause);
    }
  }
};
