import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { loadReportFile } from '../judgement/load/json.ts';
import { UsageError } from '../failures/usage-error.ts';

const runs = 'reports/runs';

/**
 * A file of a RUN argument: the file itself, or the one of this name in the folder of a run, or of the id of a run in
 * reports/runs. Throws a UsageError if there is none of these.
 */
const fileOf = async (run: string, name: string): Promise<string> => {
  for (const candidate of [run, path.join(runs, run)]) {
    const found = await stat(candidate).catch(() => undefined);
    if (found?.isFile() === true) return candidate;
    if (found?.isDirectory() === true) return path.join(candidate, name);
  }
  throw new UsageError(`no run \`${run}\` in ${runs}, and no file or folder of this name`);
};

/** The report.json of a RUN argument. Throws a UsageError if there is no such run. */
export const reportFile = (run: string): Promise<string> => fileOf(run, 'report.json');

/** The load.json of a RUN argument. Throws a UsageError if there is no such run. */
export const loadFile = (run: string): Promise<string> => fileOf(run, loadReportFile);

/**
 * The file of a RUN argument from which its report is rendered: as `reportFile`, but the load.json of a run that has one
 * and no report.json.
 */
export const runFile = async (run: string): Promise<string> => {
  const file = await reportFile(run);
  const isThere = async (one: string): Promise<boolean> => (await stat(one).catch(() => undefined))?.isFile() === true;
  const load = await loadFile(run);
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
