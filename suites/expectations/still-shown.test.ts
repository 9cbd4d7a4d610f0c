import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import { laneOf } from '../../src/lanes/lanes.ts';
import { namesFor } from '../../src/contract/names.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { cachingSurface } from './testing/caching-surface.ts';
import { stillShown } from './still-shown.ts';

/** Looks that a pipeline is still alone after a request that made another one, after its refusal and behind a cache. */
const look = async ({ doneAfterMs, lagMs }: { readonly doneAfterMs: number; readonly lagMs: number }) => {
  const rest = cachingSurface(lagMs);
  const names = namesFor(1, 'still-shown', 'database/rest', '');
  const given = (_what: string, action: () => Promise<unknown>) => action();
  const context = { lane: laneOf({ name: 'database/rest', rest }), names, given } as unknown as ScenarioContext;
  const makeIt = () => rest.createPipeline({ name: 'refused' });
  if (doneAfterMs === 0) await makeIt();
  else setTimeout(() => void makeIt(), doneAfterMs);
  await stillShown(context, async (surface) => {
    const { value = [] } = await surface.allPipelines();
    assert.equal(
      value.some(({ name }) => name === 'refused'),
      false,
      'it is not there',
    );
  });
};

// Why: such looks ended at once, because what is looked for is shown until the refused request is carried out.
test('what is done after its refusal, or shown late, is seen', async () => {
  await expect(look({ doneAfterMs: 200, lagMs: 0 })).rejects.toThrow('it is not there');
  await expect(look({ doneAfterMs: 0, lagMs: 500 })).rejects.toThrow('it is not there');
});
