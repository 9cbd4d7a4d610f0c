import { expect, test } from 'vitest';
import { answeringTarget, type Replies } from './testing/answering-target.ts';
import { writeRate } from './write-rate.ts';

const creation = 'POST /apis/v2beta1/pipelines';
const removal: Replies = [
  ['DELETE', [200, {}]],
  ['GET /apis/v2beta1/pipelines/names/', [404, {}]],
];

test('the rate is that of successful writes, which are removed again', async () => {
  const { context, sent } = answeringTarget([[creation, [200, { pipeline_id: 'id' }]], ...removal]);
  const rate = await writeRate(context);
  expect(rate.undeterminedRate).toBeUndefined();
  expect(rate.writesPerSecond).toBeGreaterThanOrEqual(1);
  expect(sent.filter((line) => line.startsWith('DELETE'))).toHaveLength(14);
});

// Why: a target that refused every write was fast, so the deadlines of all scenarios were short.
test.each<[string, Replies]>([
  ['a refusal', [[creation, [503, 'no']]]],
  ['no answer', [[creation, 'silence']]],
  ['an answer of something else', [[creation, 'unusable']]],
  ['a success without a pipeline', [[creation, [200, {}]]]],
  ['a page', [[creation, [200, '<html>']]]],
])('%s leaves it unmeasured, with the longest deadlines', async (_, replies) => {
  const { context, sent } = answeringTarget([...replies, ...removal]);
  const { writesPerSecond, undeterminedRate } = await writeRate(context);
  expect(writesPerSecond).toBe(1);
  expect(undeterminedRate).toMatch(/POST \/apis\/v2beta1\/pipelines (was answered|got no answer)|expected JSON/);
  expect(sent.filter((line) => line === creation)).toHaveLength(1);
  expect(sent.at(-1)).toBe('GET /apis/v2beta1/pipelines/names/probe-rate-0');
});

test('pipelines that stay leave it unmeasured', async () => {
  const { context } = answeringTarget([
    [creation, [200, { pipeline_id: 'id' }]],
    ['DELETE', [500, {}]],
  ]);
  expect((await writeRate(context)).undeterminedRate).toMatch(/were not removed/);
});
