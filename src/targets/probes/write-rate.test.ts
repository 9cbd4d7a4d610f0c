import { expect, test } from 'vitest';
import { answeringTarget, type Replies } from './testing/answering-target.ts';
import { rateOf, writeRate } from './write-rate.ts';

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

// Why: a busy machine was taken for a client-side limit, and every race waited between its rounds.
test('only a target that slows down after a burst is limited', () => {
  const writes = (first: number, after: number) => [
    ...Array.from({ length: 10 }, () => first),
    ...Array.from({ length: 4 }, () => after),
  ];
  expect(rateOf(writes(0.01, 0.2))).toBeCloseTo(4 / 0.9);
  expect(rateOf(writes(0.1, 0.1))).toBe(8);
  expect(rateOf(writes(0.1, 0.25))).toBe(8);
  expect(rateOf(writes(0.001, 0.001))).toBeCloseTo(4 / 0.014);
  expect(rateOf([...writes(0.01, 0.2).slice(0, 13), 0.01])).toBe(8);
});
