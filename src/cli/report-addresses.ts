import { UsageError } from '../failures/usage-error.ts';
import type { Report } from '../judgement/schema.ts';
import { workflowUrl } from '../report/report-link.ts';

/** The address of `--report-url`. Throws a UsageError unless it is one of the web, without a password. */
export const reportUrlOf = (given: string | undefined): string | undefined => {
  if (given === undefined) return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError(`--report-url ${given}: expected an address that begins with http:// or https://`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      '--report-url: it has a user name or a password, which everybody who reads the report would see',
    );
  url.hash = '';
  return url.href;
};

/** Where the report can be found, as far as that is known: `--report-url`, and the run of GitHub Actions. */
export const reportAddresses = (
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Pick<Report['run'], 'reportUrl' | 'workflowUrl'> => {
  const [reportUrl, workflow] = [reportUrlOf(given), workflowUrl(environment)];
  return { ...(reportUrl !== undefined && { reportUrl }), ...(workflow !== undefined && { workflowUrl: workflow }) };
};
