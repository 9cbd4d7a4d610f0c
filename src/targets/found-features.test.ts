import { expect, test } from 'vitest';
import { features, type Features } from '../contract/feature.ts';
import { foundFeatures } from './found-features.ts';

const all = (has: boolean) => Object.fromEntries(features.map((feature) => [feature, has])) as Features;

test('a target that nobody could try says nothing about what it can do', () => {
  const notProbed = { storage: 'kubernetes', variant: 'multi-user', features: all(false), notProbed: true } as const;
  expect(foundFeatures([notProbed])).toEqual({ kubernetes: {} });
  expect(foundFeatures([notProbed, { storage: 'kubernetes', variant: 'multi-user', features: all(true) }])).toEqual({
    kubernetes: all(true),
  });
});

test('what only many users can show is not told by a target for one', () => {
  const { kubernetes = {} } = foundFeatures([{ storage: 'kubernetes', variant: 'default', features: all(false) }]);
  expect(kubernetes).not.toHaveProperty('shared-namespace');
  expect(kubernetes).not.toHaveProperty('shared-cluster');
  expect(Object.keys(kubernetes)).toHaveLength(features.length - 2);
});
