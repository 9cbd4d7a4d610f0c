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

const latest = async (ids: RegExp, report: string): Promise<string | undefined> => {
  const names = await readdir(runs).catch(() => []);
  for (const name of names
    .filter((one) => ids.test(one))
    .toSorted()
    .toReversed()) {
    const file = path.join(runs, name, report);
    if ((await stat(file).catch(() => undefined))?.isFile() === true) return file;
  }
  return undefined;
};

/** The report.json of the run in reports/runs that began last; undefined if there is none. */
// The id of a run begins with the time of its start.
export const latestReportFile = (): Promise<string | undefined> => latest(/^\d{8}T\d{6}Z/, 'report.json');

/** The load.json of the load run in reports/runs that began last; undefined if there is none. */
export const latestLoadFile = (): Promise<string | undefined> => latest(/^load-\d{8}T\d{6}Z/, loadReportFile);
