import { expect, test } from 'vitest';
import { builtInPlans } from './built-in-plans.ts';
import { planVariation } from './plan-variation.ts';

test('the built-in plans are plain', () => {
  for (const plan of Object.values(builtInPlans)) expect(planVariation(plan)).toEqual({});
});

test('factors that differ from the default are named', () => {
  expect(
    planVariation({
      ...builtInPlans.quick,
      tenancy: 'multi-user',
      namespaces: 100,
      webhooks: false,
      watchers: 10,
      durability: 'relaxed',
      sizes: 100_000,
    }),
  ).toEqual({
    tenancy: 'multi-user',
    namespaces: '100',
    webhooks: 'off',
    watchers: '10',
    durability: 'relaxed',
    sizes: '100000 bytes',
  });
});
