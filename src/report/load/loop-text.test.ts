import { expect, test } from 'vitest';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { isClosedPlan } from './loop-text.ts';

const { measurements } = sampleLoadReport();
const open = measurements.find(({ loop, response }) => loop === 'open' && response !== undefined)!;
const closed = { ...open, loop: 'closed' as const };
const untimed = measurements.find(({ service, response }) => service === undefined && response === undefined)!;

test.each([
  ['open', [open], false],
  ['closed', [closed, { ...untimed, loop: 'closed' as const }], true],
  ['open, with an operation that always has a closed loop', [open, closed], false],
  ['without any latency', [{ ...untimed, loop: 'closed' as const }], false],
])('%s', (_, chosen, isClosed) => {
  expect(isClosedPlan({ measurements: chosen })).toBe(isClosed);
});
