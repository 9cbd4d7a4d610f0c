import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ctrfJson } from './ctrf.ts';
import { reportHtml } from './html.ts';
import { reportJson } from '../judgement/json.ts';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown.ts';
import { ReportWriteError } from './report-write-error.ts';
import type { Report } from '../judgement/schema.ts';

/**
 * The files of a report, in the order in which they are renamed; report.json is last, since it marks the report as
 * complete.
 */
const renderings: Readonly<Record<string, (report: Report) => string>> = {
  'junit.xml': junitXml,
  'ctrf.json': ctrfJson,
  'summary.md': summaryMarkdown,
  'report.html': reportHtml,
  'report.json': reportJson,
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

/**
 * Writes report.json, junit.xml, ctrf.json, summary.md and report.html; each is replaced atomically. `kept`: the name of a
 * file that stays as it is.
 */
export const writeReport = async (report: Report, directory: string, kept?: 'report.json'): Promise<void> => {
  const written = Object.entries(renderings).filter(([name]) => name !== kept);
  const files = written.map(([name, render]) => ({
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
