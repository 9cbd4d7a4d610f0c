import { z } from 'zod';
import { loadSchema, loadSchemaVersion } from './schema.ts';

/** The path of the checked-in schema, relative to the root of the project. */
export const loadSchemaFile = 'reports/load.schema.json';

/** The JSON Schema (2020-12) of load.json, as text. */
export const loadJsonSchema = (): string => {
  const { $schema, ...rest } = z.toJSONSchema(loadSchema, { target: 'draft-2020-12' });
  const head = {
    $schema,
    title: 'kfp-conformance load report',
    description: `load.json of a load run, version ${loadSchemaVersion}`,
  };
  return `${JSON.stringify({ ...head, ...rest }, null, 2)}\n`;
};
