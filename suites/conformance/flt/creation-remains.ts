import { AssertionError } from 'node:assert/strict';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import { creationWays, type Attempt, type CreationWay } from './creation-attempt.ts';
import { remainsSettled } from '../../expectations/nothing-remains.ts';
import { remainsOf } from '../../expectations/remains-of.ts';

/** The result of `remainsOf` after a successful creation. */
export const completePipeline = 'a pipeline with 1 version';

/** The objects that exist for each attempted pipeline: `upload on rest` → `nothing`. */
export type Remains = Readonly<Record<string, string>>;

/** The objects that should exist. */
export const expectedRemains = ({ lane }: ScenarioContext, wanted: (way: CreationWay) => string): Remains =>
  Object.fromEntries(
    creationWays.flatMap((way) => lane.views.map(({ surface }) => [`${way} on ${surface.name}`, wanted(way)])),
  );

/** A successful creation may take a moment to appear in a cache; after a failed creation nothing can appear later. */
const patienceMs = (wanted: string): number => (wanted === 'nothing' ? 0 : 2_000);

/** Reads every surface once it shows what was written later. */
export const creationRemains = async (
  context: ScenarioContext,
  attempts: Readonly<Record<CreationWay, Attempt>>,
  wanted: (way: CreationWay) => string,
): Promise<Remains> => {
  await remainsSettled(context);
  const targets = creationWays.flatMap((way) => context.lane.views.map(({ surface }) => ({ way, surface })));
  const lookups = targets.map(async ({ way, surface }) => {
    let found = '';
    await context.lane
      .eventually({ surface, patienceMs: patienceMs(wanted(way)) }, async () => {
        found = await remainsOf(context, surface, attempts[way].name);
        // The check compares all that was found at last.
        if (found !== wanted(way)) throw new AssertionError({ message: 'not shown yet' });
      })
      .catch((failure: unknown) => {
        if (!(failure instanceof AssertionError)) throw failure;
      });
    return [`${way} on ${surface.name}`, found] as const;
  });
  return Object.fromEntries(await Promise.all(lookups));
};
