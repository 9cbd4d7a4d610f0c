import assert from 'node:assert/strict';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { pause } from './pause.ts';
import { remainsOf } from './remains-of.ts';

/** A server that answers from a cache may show objects of a refused request only after a moment. */
export const settleMs = 400;

/** Asserts that no surface shows an object under the names of these labels. */
export const nothingRemains = async (context: ScenarioContext, labels: readonly string[]): Promise<void> => {
  await pause(settleMs);
  for (const { surface } of context.lane.views) {
    const found = await Promise.all(
      labels.map(async (label) => [label, await remainsOf(context, surface, context.names.of(label))] as const),
    );
    const nothing = labels.map((label) => [label, 'nothing'] as const);
    assert.deepEqual(
      Object.fromEntries(found),
      Object.fromEntries(nothing),
      `${surface.name}: nothing is left of a refused request`,
    );
  }
};
