import { exitCode } from './exit-code.ts';
import { ForeseenError } from './foreseen-error.ts';

/** What an error reports after its summary. */
export interface FailureDetails {
  /** The last lines that the process concerned has logged, oldest first; empty where it logged nothing. */
  readonly logTail?: readonly string[] | undefined;
  /** A sentence that stands on a line of its own, after the log. */
  readonly remark?: string | undefined;
}

const textOf = (summary: string, { logTail, remark }: FailureDetails): string => {
  const log = logTail?.length === 0 ? ' It printed nothing.' : ` Its last lines:\n  ${logTail?.join('\n  ')}`;
  const sentence = /[.!?]$/.test(summary) || logTail === undefined ? summary : `${summary}.`;
  return `${sentence}${logTail === undefined ? '' : log}${remark === undefined ? '' : `\n${remark}`}`;
};

/** A component, the database or the target could not be had or did not become ready. */
export class EnvironmentError extends ForeseenError {
  readonly code = 'environment';
  readonly exitCode = exitCode.environment;
  /** The message without the details: two runs share it, where their logs differ. */
  readonly summary: string;
  readonly details: FailureDetails;

  constructor(summary: string, { logTail, remark, ...options }: ErrorOptions & FailureDetails = {}) {
    super(textOf(summary, { logTail, remark }), options);
    this.name = 'EnvironmentError';
    this.summary = summary;
    this.details = { logTail, remark };
  }
}
