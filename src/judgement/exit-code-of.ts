import { exitCode, type ExitCode } from '../failures/exit-code.ts';
import { gateClosing, type Outcome } from '../contract/outcome.ts';
import type { Report } from './schema.ts';

/** What decides the exit code of a judgement. */
export interface Judged {
  readonly gate: Pick<Report['verdicts']['gate'], 'broken' | 'unmet' | 'cleanUp'>;
  /** Of all checks. */
  readonly outcomes: readonly Outcome[];
}

/**
 * The exit code of a judgement that was not interrupted. Whatever makes the results unreliable comes first, then what the
 * target or the judgement failed, then checks that the harness could not make: they say nothing about the target.
 */
export const exitCodeOf = ({ gate: { broken, unmet, cleanUp }, outcomes }: Judged): ExitCode => {
  if (broken.length > 0 || cleanUp !== undefined) return exitCode.environment;
  const closing = outcomes.filter((outcome) => gateClosing.has(outcome));
  if (unmet.length > 0 || closing.some((outcome) => outcome !== 'error')) return exitCode.failed;
  return closing.length > 0 ? exitCode.environment : exitCode.ok;
};
