/** A file that is no report of this version. The message names the file and each place that is wrong. */
export class ReportFormatError extends Error {
  readonly code = 'report-format';
  readonly file: string;

  constructor(file: string, problem: string, cause?: unknown) {
    super(`${file} is no report that this version can read: ${problem}`, { cause });
    this.name = 'ReportFormatError';
    this.file = file;
  }
}
