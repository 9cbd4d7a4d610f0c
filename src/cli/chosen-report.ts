import { ReportFormatError } from '../judgement/report-format-error.ts';

/** Where the reports of one kind of run are, and how they are read. */
interface ReportSource<Report> {
  /** The file of a RUN argument. */
  readonly file: (run: string) => Promise<string>;
  /** The file of the latest run; undefined if there is none. */
  readonly latest: () => Promise<string | undefined>;
  readonly read: (file: string) => Promise<Report>;
}

/** The report of the run, or of the latest one; undefined if there is none that this version can read. */
export const chosenReport = async <Report>(
  run: string | undefined,
  { file, latest, read }: ReportSource<Report>,
): Promise<Report | undefined> => {
  if (run !== undefined) return read(await file(run));
  const found = await latest();
  if (found === undefined) return undefined;
  return read(found).catch((cause: unknown) => {
    // Nobody asked for this run, so its age is no error.
    if (cause instanceof ReportFormatError) return undefined;
    throw cause;
  });
};
