import { withoutCredentials } from '../text/secrets.ts';
import type { Report } from './schema.ts';

/**
 * The report of a run whose clean-up failed after it was judged: the gate fails, and the verdicts about the target stay,
 * since its results are as they were.
 */
export const withFailedCleanUp = (report: Report, message: string): Report => {
  const { gate, conformance } = report.verdicts;
  const cleanUp = withoutCredentials(`the clean-up failed: ${message.replace(/\s+/g, ' ').trim()}`);
  return {
    ...report,
    verdicts: { gate: { ...gate, passed: false, reasons: [...gate.reasons, cleanUp], cleanUp }, conformance },
  };
};
