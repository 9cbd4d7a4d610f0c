import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { laneNames } from '../contract/lane-name.ts';
import { UsageError } from '../failures/usage-error.ts';
import { ReportFormatError } from './report-format-error.ts';
import { reportSchema, schemaVersion, type Report } from './schema.ts';

const sorted = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** Parsing orders keys as in the schema, except those of records, which are sorted here. */
const inOrder = (report: Report): Report => {
  const parsed = reportSchema.parse(report);
  return {
    ...parsed,
    run: { ...parsed.run, writesPerSecond: sorted(parsed.run.writesPerSecond) },
    target: {
      ...parsed.target,
      features: sorted(
        Object.fromEntries(Object.entries(parsed.target.features).map(([mode, features]) => [mode, sorted(features)])),
      ),
    },
    environment: { ...parsed.environment, versions: sorted(parsed.environment.versions) },
    ...(parsed.areas !== undefined && { areas: sorted(parsed.areas) }),
    requirements: parsed.requirements.map((requirement) => ({
      ...requirement,
      lanes: Object.fromEntries(
        laneNames.flatMap((lane) => (requirement.lanes[lane] === undefined ? [] : [[lane, requirement.lanes[lane]]])),
      ),
    })),
  };
};

/** The text of report.json: equal reports give equal bytes, independent of the order of their keys. */
export const reportJson = (report: Report): string => `${JSON.stringify(inOrder(report), null, 2)}\n`;

const place = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`;
    const name = String(key);
    if (!/^\w+$/.test(name)) return `${before}[${JSON.stringify(name)}]`;
    return before === '' ? name : `${before}.${name}`;
  }, '') || 'the whole document';

const described = ({ issues }: z.ZodError): string => {
  const shown = issues.slice(0, 5).map(({ path, message }) => `${place(path)}: ${message}`);
  return [...shown, ...(issues.length > 5 ? [`and ${issues.length - 5} more`] : [])].join('; ');
};

/** Parses the text of a report; `file` is its name in error messages. */
export const parseReport = (text: string, file: string): Report => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ReportFormatError(file, `it is not JSON (${(cause as Error).message})`, cause);
  }
  const parsed = reportSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const version = typeof json === 'object' && json !== null && 'schemaVersion' in json ? json.schemaVersion : undefined;
  if (!reportSchema.shape.schemaVersion.safeParse(version).success) {
    const [major] = schemaVersion.split('.', 1);
    throw new ReportFormatError(
      file,
      `expected schemaVersion ${major}.x, found ${version === undefined ? 'none' : JSON.stringify(version)}; render it with the version of kfp-conformance that wrote it`,
      parsed.error,
    );
  }
  throw new ReportFormatError(file, described(parsed.error), parsed.error);
};

/** Reads a report.json. */
export const readReport = async (file: string): Promise<Report> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`${file}: no such file; expected the report.json of a run`, { cause });
    throw new ReportFormatError(file, (cause as Error).message, cause);
  }
  return parseReport(text, file);
};
