import { expect, it } from 'vitest';
import { boundedReviews } from './bounded-reviews.ts';

const attributes = { group: 'g', version: 'v', resource: 'pipelines', verb: 'get' };
const alice = { user: 'alice', groups: [] };

it('reviews so many tokens at a time, refuses more, and goes on when there is room; access is reviewed all the while', async () => {
  const waiting: (() => void)[] = [];
  const reviews = boundedReviews(
    {
      callerOf: () => new Promise((resolve) => waiting.push(() => resolve(undefined))),
      isAllowed: async () => true,
    },
    2,
  );
  const first = [reviews.callerOf('a'), reviews.callerOf('b')];
  await expect(reviews.callerOf('c')).rejects.toMatchObject({ kind: 'unavailable' });
  expect(waiting).toHaveLength(2);
  expect(await reviews.isAllowed(alice, attributes)).toBe(true);
  for (const answer of waiting) answer();
  await Promise.all(first);
  void reviews.callerOf('c');
  expect(waiting).toHaveLength(3);
});
