import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ReportWriteError } from '../report/report-write-error.ts';

/** The location of a report, and the failure if it could not be written to its own directory. */
export interface KeptReport {
  /** Absent when it could not be written at all. */
  readonly directory?: string;
  readonly failure?: ReportWriteError;
}

type Write = (directory: string) => Promise<unknown>;

const writtenElsewhere = async (write: Write, prefix: string): Promise<string | undefined> => {
  let fallback: string | undefined;
  try {
    fallback = await mkdtemp(path.join(tmpdir(), prefix));
    await write(fallback);
    return fallback;
  } catch {
    // The caller reports the first failure; this attempt only removes its files.
    if (fallback !== undefined) await rm(fallback, { recursive: true, force: true }).catch(() => {});
    return undefined;
  }
};

/** Writes a report to its directory, or else to a temporary one whose name begins with the prefix. */
export const kept = async (write: Write, directory: string, prefix: string): Promise<KeptReport> => {
  try {
    await write(directory);
    return { directory };
  } catch (failure) {
    if (!(failure instanceof ReportWriteError)) throw failure;
    const fallback = await writtenElsewhere(write, prefix);
    return { failure, ...(fallback !== undefined && { directory: fallback }) };
  }
};
