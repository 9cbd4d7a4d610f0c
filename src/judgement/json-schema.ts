import { z } from 'zod';
import { reportSchema, schemaVersion } from './schema.ts';

/** The path of the checked-in schema, relative to the root of the project. */
export const reportSchemaFile = 'reports/report.schema.json';

/** The JSON Schema (2020-12) of report.json, as text. */
export const reportJsonSchema = (): string => {
  const { $schema, ...rest } = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
  const head = {
    $schema,
    title: 'kfp-conformance report',
    description: `report.json of a conformance run, version ${schemaVersion}`,
  };
  return `${JSON.stringify({ ...head, ...rest }, null, 2)}\n`;
};
