import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ctrfJson } from './ctrf.ts';
import { reportHtml } from './html.ts';
import { failureFiles, failuresFolder } from './html-evidence.ts';
import { reportJson } from '../judgement/json.ts';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown.ts';
import { ReportWriteError } from './report-write-error.ts';
import type { Report } from '../judgement/schema.ts';
import { temporaryName, writeWhole } from './write-files.ts';

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

/** Writes the files to which report.html leads, as a folder. */
const writeFolder = async (folder: string, files: ReadonlyMap<string, string>): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  for (const [name, text] of files) await writeFile(path.join(folder, name), text);
};

/**
 * Writes report.json, junit.xml, ctrf.json, summary.md, report.html and, if there are failures with exchanges, the folder
 * `failures`; each is replaced as a whole. `kept`: the name of a file that stays as it is.
 */
export const writeReport = async (report: Report, directory: string, kept?: 'report.json'): Promise<void> => {
  const written = Object.entries(renderings).filter(([name]) => name !== kept);
  const files = written.map(([name, render]) => ({
    name,
    file: path.join(directory, name),
    temporary: temporaryName(directory, name),
    text: render(report),
  }));
  const failures = failureFiles(report);
  const folder = path.join(directory, failuresFolder);
  const temporaryFolder = temporaryName(directory, failuresFolder);
  try {
    await mkdir(directory, { recursive: true });
    for (const { temporary, text } of files) await writeWhole(temporary, text);
    if (failures.size > 0) await writeFolder(temporaryFolder, failures);
    for (const { name, file, temporary } of files) {
      if (name === 'report.html') {
        await rm(folder, { recursive: true, force: true });
        if (failures.size > 0) await rename(temporaryFolder, folder);
      }
      await rename(temporary, file);
    }
  } catch (cause) {
    // Temporary files are removed as far as possible; the original error is the one to report.
    const temporaries = [temporaryFolder, ...files.map(({ temporary }) => temporary)];
    await Promise.allSettled(temporaries.map((one) => rm(one, { recursive: true, force: true })));
    throw new ReportWriteError(directory, cause);
  }
};
