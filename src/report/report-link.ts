import type { Report } from '../judgement/schema.ts';

/** Where report.html is published, at this id if one is given; undefined if that is not known. */
export const reportLink = ({ run: { reportUrl } }: Pick<Report, 'run'>, anchor?: string): string | undefined => {
  if (reportUrl === undefined || anchor === undefined) return reportUrl;
  const url = new URL(reportUrl);
  url.hash = anchor;
  return url.href;
};

/** The link to a check: where report.html is published, or else in the folder of the run. */
export const checkLink = (report: Pick<Report, 'run'>, anchor: string): string =>
  reportLink(report, anchor) ?? `report.html#${anchor}`;

/** The page of the run of GitHub Actions that this process belongs to, whose artifacts stand there; undefined elsewhere. */
export const workflowUrl = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined => {
  const [server, repository, run] = ['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'GITHUB_RUN_ID'].map(
    (name) => environment[name],
  );
  const isComplete = [server, repository, run].every((part) => part !== undefined && part !== '');
  const text = `${server}/${repository}/actions/runs/${run}`;
  return isComplete && /^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text).href : undefined;
};
