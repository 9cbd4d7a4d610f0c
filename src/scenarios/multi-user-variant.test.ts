import { expect, test } from 'vitest';
import { withTwins } from './multi-user-variant.ts';
import type { Scenario } from './scenario.ts';

const scenario = (name: string, rest: Partial<Scenario> = {}): Scenario => ({
  name,
  checks: ['CRUD-01'],
  run: () => Promise.resolve(),
  ...rest,
});

test('a scenario without settings of its own gets a twin in a namespace of its own', () => {
  const { scenarios } = withTwins({
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

test('a twin counts for the profile that its scenario names', () => {
  const suite = { title: 'x', alsoMultiUser: true, scenarios: [scenario('a', { profile: 'cluster' })] };
  expect(withTwins(suite).scenarios.map(({ profile }) => profile)).toEqual(['cluster', 'cluster']);
});

test('a scenario with settings of its own has none', () => {
  const only = scenario('a', { variant: 'block-v1' });
  expect(withTwins({ title: 'x', alsoMultiUser: true, scenarios: [only] }).scenarios).toEqual([only]);
});

test('a suite that does not ask for it stays as it is', () => {
  const suite = { title: 'x', scenarios: [scenario('a')] };
  expect(withTwins(suite)).toBe(suite);
});
