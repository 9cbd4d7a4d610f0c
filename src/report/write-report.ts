import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { reportHtml } from './html.ts';
import { reportJson } from './json.ts';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown.ts';
import type { Report } from './schema.ts';

/** The files of a report, in the order in which they get their names; report.json last, since it stands for the whole. */
const renderings: Readonly<Record<string, (report: Report) => string>> = {
  'junit.xml': junitXml,
  'summary.md': summaryMarkdown,
  'report.html': reportHtml,
  'report.json': reportJson,
};

/** The report could not be written; a file that stood in the folder is as it was, or whole and new. */
export class ReportWriteError extends Error {
  readonly code = 'report-not-written';
  readonly directory: string;

  constructor(directory: string, cause: unknown) {
    const { code, message } = cause as NodeJS.ErrnoException;
    super(`The report was not written to ${directory}: ${(code && adviceByCode[code]) ?? message}.`, { cause });
    this.name = 'ReportWriteError';
    this.directory = directory;
  }
}

const adviceByCode: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device; make room, then render or run again',
  EDQUOT: 'the disk quota is used up; make room, then render or run again',
  EACCES: 'the folder may not be written to; change its permissions or name another',
  EPERM: 'the folder may not be written to; change its permissions or name another',
  EROFS: 'the file system is read-only; name a folder on another',
  ENOTDIR: 'a part of the path is a file; name a folder',
  EEXIST: 'a file of that name is there; name a folder',
};

const writeWhole = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(text);
    // A full disk may show only here.
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Writes report.json, junit.xml, summary.md and report.html: each is there whole or as it was before. */
export const writeReport = async (report: Report, directory: string): Promise<void> => {
  const files = Object.entries(renderings).map(([name, render]) => ({
    file: path.join(directory, name),
    temporary: path.join(directory, `.${name}.${process.pid}.tmp`),
    text: render(report),
  }));
  try {
    await mkdir(directory, { recursive: true });
    for (const { temporary, text } of files) await writeWhole(temporary, text);
    for (const { file, temporary } of files) await rename(temporary, file);
  } catch (cause) {
    // What is left of an attempt is of no use to anybody; that it cannot be removed says no more than the cause does.
    await Promise.allSettled(files.map(({ temporary }) => rm(temporary, { force: true })));
    throw new ReportWriteError(directory, cause);
  }
};
