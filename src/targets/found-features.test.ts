import { expect, test } from 'vitest';
import { features, type Features } from '../contract/feature.ts';
import { foundFeatures } from './found-features.ts';

const all = (has: boolean) => Object.fromEntries(features.map((feature) => [feature, has])) as Features;

test('a target that was not probed contributes no features', () => {
  const notProbed = { storage: 'kubernetes', variant: 'multi-user', features: all(false), notProbed: true } as const;
  expect(foundFeatures([notProbed])).toEqual({ kubernetes: {} });
  expect(foundFeatures([notProbed, { storage: 'kubernetes', variant: 'multi-user', features: all(true) }])).toEqual({
    kubernetes: all(true),
  });
});

test('a single-user target contributes nothing about features that require multi-user mode', () => {
  const { kubernetes = {} } = foundFeatures([{ storage: 'kubernetes', variant: 'default', features: all(false) }]);
  expect(kubernetes).not.toHaveProperty('shared-namespace');
  expect(kubernetes).not.toHaveProperty('shared-cluster');
  expect(Object.keys(kubernetes)).toHaveLength(features.length - 2);
});
