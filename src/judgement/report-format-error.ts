import { exitCode } from '../failures/exit-code.ts';
import { ForeseenError } from '../failures/foreseen-error.ts';

/** The file is not a report of this version. The message names the file and the path of each invalid value. */
export class ReportFormatError extends ForeseenError {
  readonly code = 'report-format';
  readonly exitCode = exitCode.usage;
  readonly file: string;

  constructor(file: string, problem: string, cause?: unknown) {
    super(`${file} is not a report that this version can read: ${problem}`, { cause });
    this.name = 'ReportFormatError';
    this.file = file;
  }
}
