import { exitCode } from '../failures/exit-code.ts';
import { ForeseenError } from '../failures/foreseen-error.ts';

const adviceByCode: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device; make room, then render or run again',
  EDQUOT: 'the disk quota is used up; make room, then render or run again',
  EACCES: 'the folder may not be written to; change its permissions or name another',
  EPERM: 'the folder may not be written to; change its permissions or name another',
  EROFS: 'the file system is read-only; name a folder on another',
  ENOTDIR: 'a part of the path is a file; name a folder',
  EEXIST: 'a file of that name is there; name a folder',
};

/** The report could not be written; a file that stood in the folder is as it was, or whole and new. */
export class ReportWriteError extends ForeseenError {
  readonly code = 'report-not-written';
  readonly exitCode = exitCode.environment;
  readonly directory: string;

  constructor(directory: string, cause: unknown) {
    const { code, message } = cause as NodeJS.ErrnoException;
    super(`The report was not written to ${directory}: ${(code && adviceByCode[code]) ?? message}.`, { cause });
    this.name = 'ReportWriteError';
    this.directory = directory;
  }
}
