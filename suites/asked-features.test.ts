import { expect, test } from 'vitest';
import { variants, type VariantName } from '../src/contract/variant.ts';
import { loadRequirements } from '../src/contract/load-requirements.ts';
import { checksIn, scenarioLanes } from '../src/judgement/declared-checks.ts';
import { loadSuites } from '../src/scenarios/load-suites.ts';

const catalogue = await loadRequirements();
const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);

/** The lanes and variants of scenarios: `kubernetes/rest multi-user`. */
const settingsOf = (chosen: typeof scenarios, requirement?: string): ReadonlySet<string> =>
  new Set(
    chosen.flatMap((scenario) =>
      scenarioLanes(scenario)
        .filter((lane) => {
          const checks = checksIn(scenario, lane, catalogue);
          return requirement === undefined ? checks.length > 0 : checks.includes(requirement);
        })
        .map((lane) => `${lane} ${scenario.variant ?? 'default'}`),
    ),
  );

// Why: features were asked for in the variant `default` and in single-user mode only.
test('area FEA asks for the features of every lane and variant that a scenario uses', () => {
  const used = settingsOf(scenarios);
  expect(used.size).toBeGreaterThan(10);
  expect([...used.difference(settingsOf(scenarios, 'FEA-04'))]).toEqual([]);
});

test('area FEA asks for shared pipelines in every multi-user variant that a scenario uses in Kubernetes mode', () => {
  const used = [...settingsOf(scenarios)].flatMap((setting) => {
    const [lane, variant] = setting.split(' ') as [string, VariantName];
    return lane === 'kubernetes/rest' && variants[variant].tenancy === 'multi-user' ? [variant] : [];
  });
  const asked = new Set(scenarios.map(({ name }) => name));
  expect(used).toContain('shared-cluster');
  expect(used.filter((variant) => !asked.has(`shared-features-${variant}`))).toEqual([]);
});
