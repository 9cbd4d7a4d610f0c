import { expect, test } from 'vitest';
import { limitsOf } from './scenario-limits.ts';

// Why: at one write a second a request had 150 s and its scenario 95 s: a call without an answer blocked every check.
test.each([0.2, 0.5, 1, 5, 100])(
  'a request without an answer ends long before its scenario, at %s writes/s',
  (rate) => {
    for (const writes of [1, 10, 150]) {
      const { requestMs, scenarioMs } = limitsOf({ writes }, { writesPerSecond: rate });
      expect(scenarioMs - requestMs).toBeGreaterThanOrEqual(60_000 + (3_000 * writes) / rate);
    }
  },
);
