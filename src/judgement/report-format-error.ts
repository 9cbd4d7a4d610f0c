import { exitCode } from '../failures/exit-code.ts';
import { ForeseenError } from '../failures/foreseen-error.ts';

/** A file that is no report of this version. The message names the file and each place that is wrong. */
export class ReportFormatError extends ForeseenError {
  readonly code = 'report-format';
  readonly exitCode = exitCode.usage;
  readonly file: string;

  constructor(file: string, problem: string, cause?: unknown) {
    super(`${file} is no report that this version can read: ${problem}`, { cause });
    this.name = 'ReportFormatError';
    this.file = file;
  }
}
