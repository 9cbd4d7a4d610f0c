import { expect, test } from 'vitest';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { attributionSection } from './html-attribution.ts';

const sample = sampleLoadReport();

// Why: usage spans the warm-up too, so that a division by the measured iterations would tell too much.
test('the CPU of a process is that of the whole run of the script, and memory is told only where it is known', () => {
  const measurements = sample.measurements
    .filter(({ operation, lane }) => operation === 'create' && lane === 'kubernetes/crd')
    .slice(0, 1)
    .map((one) => ({
      ...one,
      usage: { etcd: { cpuSeconds: 4.5, peakRssBytes: 2_097_152 }, watchers: { cpuSeconds: 2.5, peakRssBytes: 0 } },
    }));
  const { source = '' } = attributionSection({ ...sample, measurements }) ?? {};
  expect(source).toContain('CPU seconds of the whole run of the script, with its warm-up');
  expect(source).toContain('>4.50 s, 2.00 MiB</td>');
  expect(source).toContain('>2.50 s</td>');
});
