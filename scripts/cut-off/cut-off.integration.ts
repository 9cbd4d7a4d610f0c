import { expect, test as always } from 'vitest';
import { engineUnavailableReason } from '../../src/containers/container-engine.ts';
import { runCases } from './run-cases.ts';

// Without a container engine the test is skipped.
const test = always.skipIf((await engineUnavailableReason()) !== undefined);

test('a test that is cut off by its time-out leaves no container', async ({ signal }) => {
  expect(await runCases('containers.cases.ts', signal)).toEqual({
    'hangs with a container': 'failed',
    'hangs while a cluster starts': 'failed',
    'no resource has leaked': 'passed',
  });
});
