import { laneNames } from '../contract/lane-name.ts';
import { parseDocument, readDocument } from './parse-document.ts';
import { reportSchema, schemaVersion, type Report } from './schema.ts';
import { sorted } from './sorted-record.ts';

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

/** Parses the text of a report; `file` is its name in error messages. */
export const parseReport = (text: string, file: string): Report =>
  parseDocument({ schema: reportSchema, version: schemaVersion }, text, file);

/** Reads a report.json. */
export const readReport = async (file: string): Promise<Report> =>
  parseReport(await readDocument(file, 'report.json'), file);
