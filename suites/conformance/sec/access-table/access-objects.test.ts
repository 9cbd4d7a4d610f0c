import { AssertionError } from 'node:assert';
import { expect, test } from 'vitest';
import { UnusableAnswerError } from '../../../../src/contract/exchange.ts';
import type { ScenarioContext } from '../../../../src/scenarios/context.ts';
import { receivedAnswer } from '../../../../src/testing/received-answer.ts';
import { namedVersions } from './access-objects.ts';

const version = { id: 'v-id', pipelineId: 'p-id', name: 'v' };

const namedAfter = (status: number, body: unknown) => {
  const admin = { call: async () => receivedAnswer('kubernetes', status, body) };
  const context = { namespace: 'team-a', people: { admin }, target: { storage: 'kubernetes' } };
  return namedVersions(context as unknown as ScenarioContext, [version]);
};

test('versions get the names of their objects', async () => {
  const items = [{ metadata: { uid: 'v-id', name: 'p-v' } }];
  expect(await namedAfter(200, { kind: 'PipelineVersionList', items })).toEqual([{ ...version, objectName: 'p-v' }]);
});

// Why: a list that was refused gave every version an empty name, and the calls for it became calls for all versions.
test('a version without an object, or a list that may not be looked at, gives no empty name', async () => {
  await expect(namedAfter(200, { kind: 'PipelineVersionList', items: [] })).rejects.toThrow(AssertionError);
  for (const status of [403, 500]) await expect(namedAfter(status, {})).rejects.toThrow(UnusableAnswerError);
  await expect(namedAfter(200, '<html>log in</html>')).rejects.toThrow(UnusableAnswerError);
});
