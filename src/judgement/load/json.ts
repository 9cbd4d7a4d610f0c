import { parseDocument, readDocument } from '../parse-document.ts';
import { sorted } from '../sorted-record.ts';
import { loadSchema, loadSchemaVersion, type LoadReport } from './schema.ts';

/** The name of the file that is written. */
export const loadReportFile = 'load.json';

/** Parsing orders keys as in the schema, except those of records, which are sorted here. */
const inOrder = (report: LoadReport): LoadReport => {
  const parsed = loadSchema.parse(report);
  return {
    ...parsed,
    environment: {
      ...parsed.environment,
      versions: sorted(parsed.environment.versions),
      settings: sorted(parsed.environment.settings),
    },
    stores: parsed.stores.map((store) => ({ ...store, rssBytes: sorted(store.rssBytes) })),
    measurements: parsed.measurements.map((one) => ({
      ...one,
      variation: sorted(one.variation),
      usage: sorted(one.usage),
      figures: sorted(one.figures),
    })),
    series: sorted(parsed.series),
    samples: parsed.samples.map((one) => ({ ...one, values: sorted(one.values) })),
  };
};

/** An array of numbers on one line: 220 quantiles of a distribution would be 220 lines. */
const withShortArrays = (text: string): string =>
  text.replaceAll(
    /\[\n\s+(-?[\d.e+-]+(?:,\n\s+-?[\d.e+-]+)*)\n\s+\]/g,
    (_, numbers: string) => `[${numbers.replaceAll(/\s+/g, ' ')}]`,
  );

/** The text of load.json: equal reports give equal bytes, independent of the order of their keys. */
export const loadJson = (report: LoadReport): string =>
  `${withShortArrays(JSON.stringify(inOrder(report), null, 2))}\n`;

/** Parses the text of a load.json; `file` is its name in error messages. */
export const parseLoadReport = (text: string, file: string): LoadReport =>
  parseDocument({ schema: loadSchema, version: loadSchemaVersion }, text, file);

/** Reads a load.json. */
export const readLoadReport = async (file: string): Promise<LoadReport> =>
  parseLoadReport(await readDocument(file, loadReportFile), file);
