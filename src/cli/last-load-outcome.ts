import { readLoadReport } from '../judgement/load/json.ts';
import type { LoadReport } from '../judgement/load/schema.ts';
import { ReportFormatError } from '../judgement/report-format-error.ts';
import { latestLoadFile, runFile } from './report-file.ts';

/** How a load run decided one requirement, for each target and lane. */
export interface LastLoadOutcome {
  readonly run: string;
  readonly plan: string;
  readonly decisions: LoadReport['requirements'];
}

const reportOf = async (run: string | undefined): Promise<LoadReport | undefined> => {
  if (run !== undefined) return readLoadReport(await runFile(run));
  const latest = await latestLoadFile();
  if (latest === undefined) return undefined;
  return readLoadReport(latest).catch((cause: unknown) => {
    // Nobody asked for this run, so its age is no error.
    if (cause instanceof ReportFormatError) return undefined;
    throw cause;
  });
};

/** `run`: as `--run` names it; absent: the latest load run in reports/runs. Undefined if there is none. */
export const lastLoadOutcome = async (id: string, run?: string): Promise<LastLoadOutcome | undefined> => {
  const report = await reportOf(run);
  if (report === undefined) return undefined;
  return {
    run: report.run.id,
    plan: report.plan.name,
    decisions: report.requirements.filter((one) => one.id === id),
  };
};
