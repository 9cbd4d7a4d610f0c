import { soft } from '../../src/scenarios/assert.ts';
import type { Surface } from '../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { settled } from './settled.ts';

/**
 * Asserts of every surface what requests before, such as refused ones, must not have changed, once it shows what was
 * written later. The state of before would fit at once, even if a request was carried out, or is shown, after its answer.
 */
export const stillShown = async (
  context: ScenarioContext,
  assertion: (surface: Surface) => Promise<void>,
): Promise<void> => {
  await settled(context);
  // Nothing is waited for any more: every surface has shown what came later.
  for (const { surface } of context.lane.views) await soft.part(() => assertion(surface));
};
