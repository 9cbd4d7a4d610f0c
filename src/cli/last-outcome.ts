import type { LaneName } from '../contract/lane-name.ts';
import { checksOf } from '../judgement/check-list.ts';
import { readReport } from '../judgement/json.ts';
import type { CheckEntry } from '../judgement/schema.ts';
import { publishedReport } from '../judgement/vulnerabilities.ts';
import { targetLine } from '../report/notices.ts';
import { chosenReport } from './chosen-report.ts';
import { latestReportFile, reportFile } from './report-file.ts';

/** The outcomes of one requirement in a run, without the details of vulnerabilities. */
export interface LastOutcome {
  readonly run: string;
  readonly target: string;
  readonly checks: readonly (Pick<CheckEntry, 'scenario' | 'outcome' | 'message' | 'baselineReason'> & {
    readonly lane: LaneName;
  })[];
}

/** `run`: as `--run` names it; absent: the latest run in reports/runs. Undefined if there is none. */
export const lastOutcome = async (id: string, run?: string): Promise<LastOutcome | undefined> => {
  const report = await chosenReport(run, { file: reportFile, latest: latestReportFile, read: readReport });
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
