import { expect, test } from 'vitest';
import type { LoadReport } from '../../judgement/load/schema.ts';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { withoutCommonVariation } from './common-variation.ts';
import { headlineOf } from './headline.ts';
import { loadSummary } from './load-summary.ts';

const sample = sampleLoadReport();
const varied = (add: LoadReport['measurements'][number]['variation']): LoadReport => ({
  ...sample,
  measurements: sample.measurements.map((one) => ({ ...one, variation: { ...one.variation, ...add } })),
});

// Without it a run in multi-user mode had an empty headline.
test('a factor that all measurements share is a label of the run', () => {
  const report = withoutCommonVariation(varied({ tenancy: 'multi-user' }));
  expect(headlineOf(report)).toEqual(headlineOf(sample));
  expect(report.environment.labels).toContain('all measurements: tenancy multi-user');
  expect(loadSummary(varied({ tenancy: 'multi-user' }))).toContain('all measurements: tenancy multi-user');
});

test('a factor of some of the measurements remains theirs', () => {
  expect(withoutCommonVariation(sample)).toBe(sample);
});
