import { expect, test } from 'vitest';
import { usageApart } from './usage-apart.ts';

const usage = { harness: { cpuSeconds: 3, peakRssBytes: 10 }, k6: { cpuSeconds: 1, peakRssBytes: 5 } };

test('the CPU time of watchers is not that of the harness', () => {
  expect(usageApart(usage, 2)).toEqual({
    harness: { cpuSeconds: 1, peakRssBytes: 10 },
    k6: usage.k6,
    watchers: { cpuSeconds: 2, peakRssBytes: 0 },
  });
  expect(usageApart(usage, 0)).toBe(usage);
});
