import { appendFile } from 'node:fs/promises';

/**
 * Appends the text of summary.md to the summary of the step of GitHub Actions in which this process runs; elsewhere it does nothing.
 * Resolves with a warning if that fails, since the results are not affected.
 */
export const appendStepSummary = async (
  markdown: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | undefined> => {
  const file = environment['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '') return undefined;
  try {
    await appendFile(file, markdown);
    return undefined;
  } catch (cause) {
    return `warning: the summary was not written to GITHUB_STEP_SUMMARY: ${(cause as Error).message}`;
  }
};
