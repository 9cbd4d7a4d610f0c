import { expect, test as always } from 'vitest';
import { engineUnavailableReason } from '../../containers/container-engine.ts';
import { runCases } from './run-cases.ts';

// Where no engine can be had nothing is shown, and nothing passes.
const test = always.skipIf((await engineUnavailableReason()) !== undefined);

test('a test that is cut off by its time-out leaves no container', async ({ signal }) => {
  expect(await runCases('containers.cases.ts', signal)).toEqual({
    'hangs with a container': 'failed',
    'hangs while a cluster starts': 'failed',
    'nothing of them is left': 'passed',
  });
});
