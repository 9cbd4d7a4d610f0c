import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { loadReportFile } from '../judgement/load/json.ts';
import { UsageError } from '../failures/usage-error.ts';

const runs = 'reports/runs';

/**
 * The report.json of a RUN argument: the file itself, the folder of a run, or the id of a run in reports/runs. Throws a
 * UsageError if there is none of these.
 */
export const reportFile = async (run: string): Promise<string> => {
  for (const candidate of [run, path.join(runs, run)]) {
    const found = await stat(candidate).catch(() => undefined);
    if (found?.isFile() === true) return candidate;
    if (found?.isDirectory() === true) return path.join(candidate, 'report.json');
  }
  throw new UsageError(`no run \`${run}\` in ${runs}, and no file or folder of this name`);
};

/**
 * The file of a RUN argument from which its report is rendered: as `reportFile`, but the load.json of a run that has one
 * and no report.json.
 */
export const runFile = async (run: string): Promise<string> => {
  const file = await reportFile(run);
  const isThere = async (one: string): Promise<boolean> => (await stat(one).catch(() => undefined))?.isFile() === true;
  const load = path.join(path.dirname(file), loadReportFile);
  return !(await isThere(file)) && (await isThere(load)) ? load : file;
};

/** The report.json of the run in reports/runs that began last; undefined if there is none. */
export const latestReportFile = async (): Promise<string | undefined> => {
  const names = await readdir(runs).catch(() => []);
  // The id of a run begins with the time of its start.
  for (const name of names
    .filter((one) => /^\d{8}T\d{6}Z/.test(one))
    .toSorted()
    .toReversed()) {
    const file = path.join(runs, name, 'report.json');
    if ((await stat(file).catch(() => undefined))?.isFile() === true) return file;
  }
  return undefined;
};
