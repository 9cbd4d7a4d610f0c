import type { LaneName } from '../contract/lane-name.ts';
import { ReportFormatError } from '../judgement/report-format-error.ts';
import { checksOf } from '../judgement/check-list.ts';
import { readReport } from '../judgement/json.ts';
import type { CheckEntry, Report } from '../judgement/schema.ts';
import { publishedReport } from '../judgement/vulnerabilities.ts';
import { targetLine } from '../report/notices.ts';
import { latestReportFile, reportFile } from './report-file.ts';

/** The outcomes of one requirement in a run, without the details of vulnerabilities. */
export interface LastOutcome {
  readonly run: string;
  readonly target: string;
  readonly checks: readonly (Pick<CheckEntry, 'scenario' | 'outcome' | 'message' | 'baselineReason'> & {
    readonly lane: LaneName;
  })[];
}

/** The report of the run, or of the latest one; undefined if there is none that this version can read. */
const reportOf = async (run: string | undefined): Promise<Report | undefined> => {
  if (run !== undefined) return readReport(await reportFile(run));
  const latest = await latestReportFile();
  if (latest === undefined) return undefined;
  return readReport(latest).catch((cause: unknown) => {
    // Nobody asked for this run, so its age is no error.
    if (cause instanceof ReportFormatError) return undefined;
    throw cause;
  });
};

/** `run`: as `--run` names it; absent: the latest run in reports/runs. Undefined if there is none. */
export const lastOutcome = async (id: string, run?: string): Promise<LastOutcome | undefined> => {
  const report = await reportOf(run);
  if (report === undefined) return undefined;
  return {
    run: report.run.id,
    target: targetLine(report),
    checks: checksOf(publishedReport(report))
      .filter(({ requirement }) => requirement.id === id)
      .map(({ lane, check: { scenario, outcome, message, baselineReason } }) => ({
        lane,
        scenario,
        outcome,
        ...(message !== undefined && { message }),
        ...(baselineReason !== undefined && { baselineReason }),
      })),
  };
};
