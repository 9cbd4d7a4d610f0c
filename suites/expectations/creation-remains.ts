import assert from 'node:assert/strict';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { creationWays, type Attempt, type CreationWay } from './creation-attempt.ts';
import { settleMs } from './left-nothing.ts';
import { pause } from './pause.ts';
import { remainsOf } from './remains-of.ts';

/** What a creation that succeeded leaves, in the words of `remainsOf`. */
export const wholePipeline = 'a pipeline with 1 version';

/** What there is of the pipelines that were tried: `upload on rest` → `nothing`. */
export type Remains = Readonly<Record<string, string>>;

/** What there should be. */
export const expectedRemains = ({ lane }: ScenarioContext, wanted: (way: CreationWay) => string): Remains =>
  Object.fromEntries(
    creationWays.flatMap((way) => lane.views.map(({ surface }) => [`${way} on ${surface.name}`, wanted(way)])),
  );

/** Looks at every surface once things have settled; what is wanted may take a moment longer to show in a cache. */
export const creationRemains = async (
  context: ScenarioContext,
  attempts: Readonly<Record<CreationWay, Attempt>>,
  wanted: (way: CreationWay) => string,
): Promise<Remains> => {
  await pause(settleMs);
  const found: Record<string, string> = {};
  for (const way of creationWays)
    for (const { surface } of context.lane.views) {
      const key = `${way} on ${surface.name}`;
      await context.lane
        .eventually({ surface, patienceMs: 2_000 }, async () => {
          found[key] = await remainsOf(context, surface, attempts[way].name);
          assert.equal(found[key], wanted(way), 'shown');
        })
        .catch((failure: unknown) => {
          if (!(failure instanceof assert.AssertionError)) throw failure;
        });
    }
  return found;
};
