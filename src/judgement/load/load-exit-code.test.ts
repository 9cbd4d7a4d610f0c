import { expect, test } from 'vitest';
import { sampleLoadReport } from '../../report/testing/sample-load-report.ts';
import { loadExitCode } from './load-exit-code.ts';
import type { LoadReport } from './schema.ts';
import { madeUpMeasurement } from './testing/made-up-numbers.ts';

const { run } = sampleLoadReport();
const valid = madeUpMeasurement({});
const invalid = madeUpMeasurement({ invalid: [{ reason: 'schedule-lag', text: '31 ms' }] });
const decided = (outcome: LoadReport['requirements'][number]['outcome']): LoadReport['requirements'] => [
  { id: 'SCL-02', target: 'reference', lane: 'kubernetes/rest', outcome, text: '' },
];

test.each([
  ['valid measurements', {}, 0],
  [
    'a requirement that is met, recorded or not decided',
    { requirements: [...decided('met'), ...decided('recorded'), ...decided('not-decided')] },
    0,
  ],
  ['a requirement that is not met', { requirements: decided('not-met') }, 1],
  ['an invalid measurement beside it', { requirements: decided('not-met'), measurements: [valid, invalid] }, 3],
  ['no measurement', { measurements: [] }, 3],
  ['a broken run', { run: { ...run, broken: ['etcd ended'] } }, 3],
])('%s', (_, changes, code) => {
  expect(loadExitCode({ run: { ...run, broken: [] }, measurements: [valid], requirements: [], ...changes })).toBe(code);
});
