import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ctrfJson } from './ctrf.ts';
import { reportHtml } from './html.ts';
import { reportJson } from '../judgement/json.ts';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown.ts';
import { ReportWriteError } from './report-write-error.ts';
import type { Report } from '../judgement/schema.ts';

type Renderings = Readonly<Record<string, (report: Report) => string>>;

const renderings: Renderings = {
  'junit.xml': junitXml,
  'ctrf.json': ctrfJson,
  'summary.md': summaryMarkdown,
  'report.html': reportHtml,
};

const writeWhole = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(text);
    // A full disk may be reported only here.
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Each file is replaced atomically, in this order. */
const writeFiles = async (report: Report, directory: string, all: Renderings): Promise<void> => {
  const files = Object.entries(all).map(([name, render]) => ({
    file: path.join(directory, name),
    temporary: path.join(directory, `.${name}.${process.pid}.tmp`),
    text: render(report),
  }));
  try {
    await mkdir(directory, { recursive: true });
    for (const { temporary, text } of files) await writeWhole(temporary, text);
    for (const { file, temporary } of files) await rename(temporary, file);
  } catch (cause) {
    // Temporary files are removed as far as possible; the original error is the one to report.
    await Promise.allSettled(files.map(({ temporary }) => rm(temporary, { force: true })));
    throw new ReportWriteError(directory, cause);
  }
};

/** Writes all files of a report; report.json is the last, since it marks the report as complete. */
export const writeReport = (report: Report, directory: string): Promise<void> =>
  writeFiles(report, directory, { ...renderings, 'report.json': reportJson });

/** Writes the files that are made from report.json, which stays as it is: it may be of a later version. */
export const writeRenderings = (report: Report, directory: string): Promise<void> =>
  writeFiles(report, directory, renderings);
