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

// Why: an undetermined feature was absent, so a profile that requires it was "not claimed" instead of "not decided".
test('a feature is in no record if its probe was undecided and no other variant has it', () => {
  const { v1beta1: _undetermined, ...others } = all(false);
  const undecided = { storage: 'kubernetes', variant: 'multi-user', features: others } as const;
  expect(foundFeatures([undecided]).kubernetes).not.toHaveProperty('v1beta1');
  expect(foundFeatures([undecided, { ...undecided, features: all(false) }]).kubernetes).not.toHaveProperty('v1beta1');
  expect(foundFeatures([undecided, { ...undecided, features: all(true) }]).kubernetes).toMatchObject({ v1beta1: true });
});
