import { stat } from 'node:fs/promises';
import path from 'node:path';

/** The report.json of a RUN argument: the file itself, the folder of a run, or the id of a run in reports/runs. */
export const reportFile = async (run: string): Promise<string> => {
  for (const candidate of [run, path.join('reports/runs', run)]) {
    const found = await stat(candidate).catch(() => undefined);
    if (found?.isFile() === true) return candidate;
    if (found?.isDirectory() === true) return path.join(candidate, 'report.json');
  }
  return run;
};
