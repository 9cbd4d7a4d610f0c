import { readLoadReport } from '../judgement/load/json.ts';
import type { LoadReport } from '../judgement/load/schema.ts';
import { chosenReport } from './chosen-report.ts';
import { latestLoadFile, loadFile } from './report-file.ts';

/** How a load run decided one requirement, for each target and lane. */
export interface LastLoadOutcome {
  readonly run: string;
  readonly plan: string;
  readonly decisions: LoadReport['requirements'];
}

/** `run`: as `--run` names it; absent: the latest load run in reports/runs. Undefined if there is none. */
export const lastLoadOutcome = async (id: string, run?: string): Promise<LastLoadOutcome | undefined> => {
  const report = await chosenReport(run, { file: loadFile, latest: latestLoadFile, read: readLoadReport });
  if (report === undefined) return undefined;
  return {
    run: report.run.id,
    plan: report.plan.name,
    decisions: report.requirements.filter((one) => one.id === id),
  };
};
