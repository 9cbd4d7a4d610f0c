import { expect, test } from 'vitest';
import type { Preflight } from '../preflight/preflight.ts';
import { checkedRights } from '../preflight/rights.ts';
import { scopesOf } from './cleanup-user.ts';

const foundWith = (pool: readonly string[], ...may: readonly string[]): Preflight =>
  ({
    pool,
    place: { namespace: 'kubeflow' },
    apiServer: { deployment: { env: { SHARED_PIPELINES_NAMESPACE: 'shared' } } },
    rights: Object.fromEntries(checkedRights.map((right) => [right, may.includes(right)])),
  }) as unknown as Preflight;

test('without a pool the clean-up user has its permissions in the whole cluster', () => {
  expect(scopesOf(foundWith([]))).toEqual(['cluster']);
});

// Why: the clean-up user was refused where shared pipelines are, which was taken for a target without them.
test('with a pool it has them there, and where shared pipelines are if they may be granted there', () => {
  expect(scopesOf(foundWith(['team-a']))).toEqual([{ namespace: 'team-a' }]);
  expect(scopesOf(foundWith(['team-a'], 'grant permissions on shared pipelines'))).toEqual([
    { namespace: 'team-a' },
    { namespace: 'kubeflow' },
    { namespace: 'shared' },
  ]);
});
