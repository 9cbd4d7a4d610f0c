import { expect, test } from 'vitest';
import type { LoadReport, Measurement } from '../../judgement/load/schema.ts';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { latencySection } from './html-latency.ts';
import { throughputSection } from './html-throughput.ts';

const sample = sampleLoadReport();
const changedCreates = (changes: Partial<Measurement>): LoadReport => ({
  ...sample,
  measurements: sample.measurements
    .filter(({ operation }) => operation === 'create')
    .map((one) => ({ ...one, ...changes })),
});
const limit = { reason: 'client-limited', subject: 'binary', text: 'It waited.' } as const;

// Why: what a client allows itself would be taken for what the servers can do.
test('a capacity that is not that of the servers is a cross, though the latency is valid', () => {
  const report = changedCreates({ capacityPerSecond: 7_577.7, capacityLimitedBy: limit, invalid: [] });
  const { source = '' } = throughputSection(report) ?? {};
  expect(source).toContain('kubernetes/crd at 1,000: invalid (client-limited: binary)');
  expect(source).not.toContain('7,578');
  expect(throughputSection(changedCreates({ capacityPerSecond: 7_577.7, invalid: [] }))?.source).toContain('7,578');
});

test('a reason of both loops is named once', () => {
  expect(throughputSection(sample)?.source).toContain('kubernetes/rest at 10,000: invalid (client-limited: binary)');
});

// Why: without a chart a reader would think that the operation was not measured.
test('an operation of which every measurement is invalid has charts of crosses', () => {
  const report = changedCreates({ invalid: [limit] });
  const crosses = '<title>database/rest at 30,000: invalid (client-limited: binary)';
  expect(throughputSection(report)?.source.split(crosses)).toHaveLength(3);
  expect(latencySection(report).source.split(crosses)).toHaveLength(3);
});
