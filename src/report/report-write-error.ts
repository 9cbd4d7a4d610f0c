import { exitCode } from '../failures/exit-code.ts';
import { ForeseenError } from '../failures/foreseen-error.ts';

const adviceByCode: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device; free some space, then render or run again',
  EDQUOT: 'the disk quota is exceeded; free some space, then render or run again',
  EACCES: 'the folder is not writable; change its permissions or choose another',
  EPERM: 'the folder is not writable; change its permissions or choose another',
  EROFS: 'the file system is read-only; choose a folder on another',
  ENOTDIR: 'a part of the path is a file; choose a folder',
  EEXIST: 'a file of that name exists; choose a folder',
};

/** The report could not be written. Each of its files is either unchanged or completely written. */
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
