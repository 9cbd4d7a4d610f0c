import { expect, test } from 'vitest';
import { withMultiUserVariants } from './multi-user-variant.ts';
import type { Scenario } from './scenario.ts';

const scenario = (name: string, rest: Partial<Scenario> = {}): Scenario => ({
  name,
  checks: ['CRUD-01'],
  run: () => Promise.resolve(),
  ...rest,
});

test('a scenario that requires no target settings gets a multi-user variant in its own namespace', () => {
  const { scenarios } = withMultiUserVariants({
    title: 'x',
    alsoMultiUser: true,
    scenarios: [scenario('a', { exclusiveListing: true })],
  });
  expect(scenarios.map(({ name }) => name)).toEqual(['a', 'a-multi-user']);
  expect(scenarios[1]).toMatchObject({
    multiUserVariantOf: 'a',
    variant: 'multi-user',
    profile: 'multi-user',
    checks: ['CRUD-01'],
  });
  expect(scenarios[1]).not.toHaveProperty('exclusiveListing');
});

test('a multi-user variant counts for the profile that its scenario declares', () => {
  const suite = { title: 'x', alsoMultiUser: true, scenarios: [scenario('a', { profile: 'cluster' })] };
  expect(withMultiUserVariants(suite).scenarios.map(({ profile }) => profile)).toEqual(['cluster', 'cluster']);
});

test('a scenario that requires target settings has no multi-user variant', () => {
  const only = scenario('a', { variant: 'block-v1' });
  expect(withMultiUserVariants({ title: 'x', alsoMultiUser: true, scenarios: [only] }).scenarios).toEqual([only]);
});

test('a suite without `alsoMultiUser` is unchanged', () => {
  const suite = { title: 'x', scenarios: [scenario('a')] };
  expect(withMultiUserVariants(suite)).toBe(suite);
});
