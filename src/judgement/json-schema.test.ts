import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { reportJsonSchema, reportSchemaFile } from './json-schema.ts';
import { reportJson } from './json.ts';
import { sampleReport } from '../report/testing/sample-report.ts';

const checkedIn = new URL(`../../${reportSchemaFile}`, import.meta.url);

describe('the JSON Schema of a report', () => {
  it('is checked in as generated (`vitest -u` on this file updates it)', async () => {
    await expect(reportJsonSchema()).toMatchFileSnapshot(checkedIn.pathname);
  });

  it('accepts a report and rejects an unknown field, in an independent validator', () => {
    const validate = new Ajv2020({ validateFormats: false }).compile(JSON.parse(reportJsonSchema()) as object);
    const report = JSON.parse(reportJson(sampleReport())) as object;
    validate(report);
    expect(validate.errors).toBeNull();
    expect(validate({ ...report, extra: 1 })).toBe(false);
  });
});
