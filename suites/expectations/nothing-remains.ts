import { soft } from '../../src/scenarios/assert.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { remainsOf } from './remains-of.ts';
import { settled } from './settled.ts';

/**
 * Waits until every surface shows, in the same way in which it is looked at for remains, an object that was written
 * after a request that may have left some.
 */
export const remainsSettled = (context: ScenarioContext): Promise<void> =>
  settled(
    context,
    async (surface, { pipeline }) => (await remainsOf(context, surface, pipeline.name)) === 'a pipeline with 1 version',
  );

/** Asserts that no surface shows an object under the names of these labels. */
export const nothingRemains = async (context: ScenarioContext, labels: readonly string[]): Promise<void> => {
  await remainsSettled(context);
  for (const { surface } of context.lane.views) {
    const found = await Promise.all(
      labels.map(async (label) => [label, await remainsOf(context, surface, context.names.of(label))] as const),
    );
    const nothing = labels.map((label) => [label, 'nothing'] as const);
    soft.deepEqual(
      Object.fromEntries(found),
      Object.fromEntries(nothing),
      `${surface.name}: nothing is left of a refused request`,
    );
  }
};
