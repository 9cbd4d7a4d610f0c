import { exitCode } from './exit-code.ts';
import { ForeseenError } from './foreseen-error.ts';

/** The details that an error message contains after its summary. */
export interface FailureDetails {
  /** The last log lines of the process, oldest first; empty if it logged nothing. */
  readonly logTail?: readonly string[] | undefined;
  /** A sentence that follows the log, on a line of its own. */
  readonly remark?: string | undefined;
}

const textOf = (summary: string, { logTail, remark }: FailureDetails): string => {
  const log = logTail?.length === 0 ? ' It printed nothing.' : ` Its last lines:\n  ${logTail?.join('\n  ')}`;
  const sentence = /[.!?]$/.test(summary) || logTail === undefined ? summary : `${summary}.`;
  return `${sentence}${logTail === undefined ? '' : log}${remark === undefined ? '' : `\n${remark}`}`;
};

/** A component, the database or the target could not be set up, did not become ready, or failed. */
export class EnvironmentError extends ForeseenError {
  readonly code = 'environment';
  readonly exitCode = exitCode.environment;
  /** The message without the details, which is equal in two runs whose logs differ. */
  readonly summary: string;
  readonly details: FailureDetails;

  constructor(summary: string, { logTail, remark, ...options }: ErrorOptions & FailureDetails = {}) {
    super(textOf(summary, { logTail, remark }), options);
    this.name = 'EnvironmentError';
    this.summary = summary;
    this.details = { logTail, remark };
  }
}
