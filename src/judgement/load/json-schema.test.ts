import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { sampleLoadReport } from '../../report/testing/sample-load-report.ts';
import { loadJsonSchema, loadSchemaFile } from './json-schema.ts';
import { loadJson } from './json.ts';

const checkedIn = new URL(`../../../${loadSchemaFile}`, import.meta.url);

describe('the JSON Schema of load.json', () => {
  it('is checked in as generated (`vitest -u` on this file updates it)', async () => {
    await expect(loadJsonSchema()).toMatchFileSnapshot(checkedIn.pathname);
  });

  it('accepts a report and rejects an unknown field, in an independent validator', () => {
    const validate = new Ajv2020({ validateFormats: false }).compile(JSON.parse(loadJsonSchema()) as object);
    const report = JSON.parse(loadJson(sampleLoadReport())) as object;
    validate(report);
    expect(validate.errors).toBeNull();
    expect(validate({ ...report, extra: 1 })).toBe(false);
  });
});
