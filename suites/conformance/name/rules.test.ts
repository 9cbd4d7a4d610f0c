import { expect, test } from 'vitest';
import { namesFor } from '../../../src/contract/names.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import { laneOf } from '../../../src/lanes/lanes.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import suite from './rules.suite.ts';

const named = async ({ name = '' }: { readonly name?: string }) => ({
  kind: 'ok',
  status: 200,
  message: '',
  value: { id: name, name, displayName: name },
});

/** A surface on which every object has its name as display name. */
const surface = (name: Surface['name']): Surface =>
  ({
    name,
    createPipeline: named,
    getPipeline: named,
    createVersion: (_: unknown, draft: Parameters<Surface['createVersion']>[1]) => named(draft),
    getVersion: named,
  }) as unknown as Surface;

const withoutDisplayNames = (name: Surface['name']): Surface => {
  const shown = surface(name);
  return {
    ...shown,
    getVersion: async (ref) => {
      const answer = await shown.getVersion(ref);
      return { ...answer, value: { ...answer.value, displayName: '' } } as typeof answer;
    },
  };
};

/** The observations of a scenario that writes through the Kubernetes API. */
const observedIn = async (scenario: string, rest: Surface, kubernetes: Surface) => {
  const observed: Record<string, unknown> = {};
  const context = {
    lane: laneOf({ name: 'kubernetes/crd', rest, kubernetes }),
    names: namesFor(1, scenario, 'kubernetes/crd', ''),
    given: (_: string, action: () => Promise<unknown>) => action(),
    observe: (label: string, value: unknown) => {
      observed[label] = value;
    },
    check: (_: string, decide: () => Promise<void>) => decide().catch(() => {}),
  } as unknown as ScenarioContext;
  const found = suite.scenarios.find(({ name }) => name === scenario);
  await found?.run(context);
  return observed;
};

// Why: the names of the one surface were compared with those that all surfaces showed in another lane, so that one wrong
// name was told twice.
test.concurrent.each([
  ['default-names', 'NAME-01'],
  ['names-of-objects', 'NAME-05'],
])('%s: %s observes what the last surface shows, or nothing', async (scenario, label) => {
  const [rest, kubernetes] = [surface('rest'), surface('kubernetes')];
  const { [label]: right } = await observedIn(scenario, rest, kubernetes);
  expect(right).toEqual(Array.from({ length: 4 }, () => expect.stringMatching(/^k\w{7}(-name|\.b)$/)));
  expect(await observedIn(scenario, rest, withoutDisplayNames('kubernetes'))).toHaveProperty(label, undefined);
  const { [label]: wrong } = await observedIn(scenario, withoutDisplayNames('rest'), kubernetes);
  expect(wrong).toEqual([...(right as string[]).slice(0, 3), '']);
});
